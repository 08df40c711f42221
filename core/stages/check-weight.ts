import type { Edition } from '../model/edition.ts';
import type { RenderedEdition } from '../model/rendered-edition.ts';
import { longestTracked } from './track.ts';

/** Values of attributes are cut at this many characters; a marker is counted as one of them, at three bytes a character. */
const longestValueBytes = 200 * 3;

/** A stretch of the HTML, and its bytes once every merge field in it holds the longest value it can. */
export interface WeighedPart {
  title: string;
  bytes: number;
}

/** The HTML's size, in bytes, once every marker holds the longest value it can. */
export function mergedBytes(rendered: Pick<RenderedEdition, 'html' | 'fields' | 'tracking'>): number {
  return bytesOf(longestTracked(rendered), rendered.fields);
}

function bytesOf(html: string, fields: RenderedEdition['fields']): number {
  let bytes = new TextEncoder().encode(html).length;
  for (const { marker } of fields) {
    const places = html.split(marker).length - 1;
    bytes += places * (longestValueBytes - marker.length);
  }
  return bytes;
}

/**
 * Where the weight is: styles and the rest of the head, what stands above the first section, each section, and what follows
 * the last. A section begins at its title, or at its first headline where the template shows no title. The parts add up
 * to `mergedBytes`.
 */
export function weighParts(edition: Edition, rendered: RenderedEdition): WeighedPart[] {
  const { fields } = rendered;
  const html = longestTracked(rendered);
  const body = Math.max(0, html.search(/<body\b/i));
  const cuts: { title: string; at: number }[] = [
    { title: 'Styles', at: 0 },
    { title: 'Masthead', at: body },
  ];
  let from = body;
  let last = body;
  for (const { title, articles } of edition.sections) {
    const headline = indexOfText(html, articles[0]?.headline ?? '', from);
    if (headline === -1) continue;
    // The title nearest above it: a list of contents has them all.
    const heading = html.lastIndexOf(escaped(title), headline);
    cuts.push({ title, at: beginOfBlock(html, heading > from ? heading : headline) });
    from = articles.reduce((end, article) => Math.max(end, indexOfText(html, article.headline, end)), headline);
    last = articles.reduce((end, { dek }) => Math.max(end, indexOfText(html, dek ?? '', from)), from);
  }
  const foot = endOfBlock(html, last);
  if (cuts.length > 2 && foot < html.length) cuts.push({ title: 'Footer', at: foot });
  return cuts.map(({ title, at }, index) => {
    const part = html.slice(at, cuts[index + 1]?.at ?? html.length);
    return { title, bytes: bytesOf(part, fields) };
  });
}

function indexOfText(html: string, text: string, from: number): number {
  if (text === '') return -1;
  const wanted = escaped(text);
  for (let at = html.indexOf(wanted, from); at !== -1; at = html.indexOf(wanted, at + 1)) {
    // In a tag it is the title, or a label for those who do not see.
    if (html.lastIndexOf('>', at) > html.lastIndexOf('<', at)) return at;
  }
  return -1;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** MJML writes a section as a block of the body's own, with Outlook's table before it. */
function beginOfBlock(html: string, at: number): number {
  const before = html.lastIndexOf('<!--[if mso', at);
  const block = html.lastIndexOf('<div', at);
  return Math.max(0, before === -1 ? block : Math.min(before, block === -1 ? before : block));
}

function endOfBlock(html: string, at: number): number {
  const next = html.indexOf('<!--[if mso', at);
  return next === -1 ? html.length : next;
}
