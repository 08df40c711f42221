import type { Publication } from '../model/config.ts';
import type { Edition } from '../model/edition.ts';
import type { RenderedEdition } from '../model/rendered-edition.ts';
import { shedMessage } from './check-shed.ts';
import { budgetBytes } from './shed.ts';

/** Gmail clips a message whose HTML is larger than this, in bytes. */
export const clippedAtBytes = 102 * 1_024;
/** Values of attributes are cut at this many characters; a marker is counted as one of them, at three bytes a character. */
const longestValueBytes = 200 * 3;

/** Something found in an edition before it is sent. `error` stops a send; `warning` does not. */
export interface Finding {
  severity: 'error' | 'warning';
  /** Permanent, for tools. */
  rule: string;
  message: string;
}

/**
 * The checks of what is rendered. Errors: no unsubscribe link, no postal address, HTML over 102 KB after the longest
 * merge, a template tag left over, an empty edition, no subject. Warnings: HTML over the size budget, and what was shed to keep it.
 */
export function checkEdition(edition: Edition, rendered: RenderedEdition, publication: Publication): Finding[] {
  const findings: Finding[] = [];
  const error = (rule: string, message: string) => findings.push({ severity: 'error', rule, message });
  const warning = (rule: string, message: string) => findings.push({ severity: 'warning', rule, message });
  const unsubscribe = rendered.fields.find(({ value }) => value.kind === 'link' && value.link === 'unsubscribe');
  if (unsubscribe === undefined || !rendered.html.includes(unsubscribe.marker)) {
    error('unsubscribe-link', 'The HTML has no unsubscribe link: put {{ links.unsubscribe }} into the template.');
  }
  if (unsubscribe === undefined || !rendered.text.includes(unsubscribe.marker)) {
    error(
      'unsubscribe-link-text',
      'The text part has no unsubscribe link: put {{ links.unsubscribe }} into the .txt template.',
    );
  }
  if (!foldSpace(stripTags(rendered.html)).includes(foldSpace(escapeText(publication.postalAddress)))) {
    error('postal-address', 'The HTML does not show publication.postalAddress, which the law asks for.');
  }
  const bytes = deliveredBytes(rendered);
  if (bytes > clippedAtBytes) {
    error(
      'weight',
      `The HTML is ${kilobytes(bytes)} KB after the longest merge; Gmail clips at ${kilobytes(clippedAtBytes)} KB.`,
    );
  } else if (bytes > budgetBytes) {
    warning(
      'weight',
      `The HTML is ${kilobytes(bytes)} KB, over the budget of ${kilobytes(budgetBytes)}, and has nothing to shed.`,
    );
  }
  const shed = shedMessage(rendered);
  if (shed !== null) warning('shed', shed);
  const tag = /\{\{[^{}]{0,80}\}\}|\{%[^%]{0,80}%\}/.exec(templateText(edition, rendered));
  if (tag !== null) error('template-tag', `A template tag is left over: ${tag[0]}`);
  if (edition.sections.length === 0) error('empty', 'The edition has no articles.');
  if (rendered.subject.trim() === '') error('subject', 'The subject is empty.');
  return findings;
}

/** The HTML's size, in bytes, once every marker holds the longest value it can. */
export function deliveredBytes(rendered: Pick<RenderedEdition, 'html' | 'fields'>): number {
  let bytes = new TextEncoder().encode(rendered.html).length;
  for (const { marker } of rendered.fields) {
    const places = rendered.html.split(marker).length - 1;
    bytes += places * (longestValueBytes - marker.length);
  }
  return bytes;
}

/** What the templates wrote, as far as it can be told from the articles' own words, which may hold braces. */
function templateText(edition: Edition, rendered: RenderedEdition): string {
  const words = JSON.stringify(edition.sections);
  return rendered.html.replaceAll(/\{\{[^{}]{0,80}\}\}|\{%[^%]{0,80}%\}/g, (found) =>
    words.includes(found) ? '' : found,
  );
}

function stripTags(html: string): string {
  return html.replaceAll(/<[^>]*>/g, ' ');
}

function foldSpace(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function kilobytes(bytes: number): string {
  return (bytes / 1_024).toFixed(1);
}
