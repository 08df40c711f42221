import type { Publication } from '../model/config.ts';
import type { Edition } from '../model/edition.ts';
import type { Image } from '../model/image.ts';
import type { RenderedEdition } from '../model/rendered-edition.ts';
import { foldLine } from '../model/scalars.ts';
import { foreignTags } from '../text/foreign-tags.ts';
import { plainText } from '../text/sanitise.ts';
import { lackingClients } from './check-clients.ts';
import { lowContrasts } from './check-contrast.ts';
import { type CheckedDocument, type CheckedElement, cssPath, readDocument } from './check-document.ts';
import { checkLinks, checkPictures } from './check-links.ts';
import { shedMessage } from './check-shed.ts';
import { StyleSheets } from './check-styles.ts';
import type { TemplatePlace, Trace } from './check-trace.ts';
import { mergedBytes, weighParts } from './check-weight.ts';
import { budgetBytes } from './shed.ts';

/** Gmail clips a message whose HTML is larger than this, in bytes. */
export const clippedAtBytes = 102 * 1_024;
/** Longer than this and every inbox cuts it, in characters. */
const longSubject = 90;

/** Something found in an edition before it is sent. `error` stops a send; `warning` and `note` do not. */
export interface Finding {
  severity: 'error' | 'warning' | 'note';
  /** Permanent, for tools; docs/reference/checks.md lists them. */
  rule: string;
  message: string;
  /** A CSS path of the element in the edition's HTML; null where it is about no element, or one that is not there. */
  element: string | null;
  /** The template's line that wrote it, where that can be told. */
  source: TemplatePlace | null;
  /** The id of the article it stands in, where that can be told. */
  article: string | null;
  /** The theme it is seen in; null: any. */
  theme: 'light' | 'dark' | null;
}

/**
 * The checks of what is rendered, errors first. Errors: no unsubscribe link, no postal address, HTML over 102 KB after the
 * longest merge, a template tag left over, an empty edition, no subject. All else warns, or is a note.
 *
 * @param trace - from `traceEdition`: without it no finding names its template.
 */
export function checkEdition(
  edition: Edition,
  rendered: RenderedEdition,
  publication: Publication,
  trace: Trace | null = null,
): Finding[] {
  const found = new Findings(edition, trace);
  required(edition, rendered, publication, found);
  inboxLine(rendered, found);
  sizeBudget(rendered, found);
  const document = readDocument(rendered.html);
  const markers = new Set(rendered.fields.map(({ marker }) => marker));
  for (const { rule, message, element } of checkLinks(document, (text) => markers.has(text)))
    found.at('warning', rule, message, element);
  for (const { rule, message, element } of checkPictures(document)) found.at('warning', rule, message, element);
  structure(document, found);
  const sheets = new StyleSheets(document);
  for (const { theme, element, places, text, ground, ratio, needed } of lowContrasts(document, sheets)) {
    const where = places === 1 ? '' : ` in ${places} places`;
    const message = `Text of ${text} on ${ground}${theme === 'dark' ? ' in dark mode' : ''} has a contrast of ${ratio.toFixed(1)}${where}; ${needed} can be read.`;
    found.at('warning', 'contrast', message, element, theme);
  }
  for (const { feature, title, lacking, element } of lackingClients(document, sheets)) {
    found.at(
      'note',
      'client-support',
      `${title} is not known to ${list(lacking)} (caniemail.com/features/${feature}).`,
      element,
    );
  }
  return found.sorted();
}

/** The HTML's size, in bytes, once every merge field holds the longest value it can. */
export function deliveredBytes(rendered: Pick<RenderedEdition, 'html' | 'fields' | 'tracking'>): number {
  return mergedBytes(rendered);
}

const severities = ['error', 'warning', 'note'] as const;

class Findings {
  readonly #edition: Edition;
  readonly #trace: Trace | null;
  readonly #found: Finding[] = [];

  constructor(edition: Edition, trace: Trace | null) {
    this.#edition = edition;
    this.#trace = trace;
  }

  add(severity: Finding['severity'], rule: string, message: string): void {
    this.#found.push({ severity, rule, message, element: null, source: null, article: null, theme: null });
  }

  at(
    severity: Finding['severity'],
    rule: string,
    message: string,
    element: CheckedElement | null,
    theme: Finding['theme'] = null,
  ): void {
    if (element === null) {
      this.add(severity, rule, message);
      return;
    }
    const source = element.ordinal === null ? null : (this.#trace?.(element.ordinal) ?? null);
    const article = articleOf(element, this.#edition);
    this.#found.push({ severity, rule, message, element: cssPath(element), source, article, theme });
  }

  sorted(): Finding[] {
    return severities.flatMap((severity) => this.#found.filter((finding) => finding.severity === severity));
  }
}

/** What the law and the inboxes ask for: each an error. */
function required(edition: Edition, rendered: RenderedEdition, publication: Publication, found: Findings): void {
  const error = (rule: string, message: string) => found.add('error', rule, message);
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
  if (!plainText(rendered.html).includes(foldLine(publication.postalAddress))) {
    error('postal-address', 'The HTML does not show publication.postalAddress, which the law asks for.');
  }
  const bytes = deliveredBytes(rendered);
  if (bytes > clippedAtBytes) {
    const parts = weighParts(edition, rendered).toSorted((a, b) => b.bytes - a.bytes);
    const heaviest =
      parts[0] === undefined ? '' : ` The heaviest part is ${parts[0].title}, ${kilobytes(parts[0].bytes)} KB.`;
    error(
      'weight',
      `The HTML is ${kilobytes(bytes)} KB after the longest merge; Gmail clips at ${kilobytes(clippedAtBytes)} KB.${heaviest}`,
    );
  }
  const [tag] = leftoverTags(edition, rendered);
  if (tag !== undefined) error('template-tag', `A template tag is left over: ${tag}`);
  if (edition.sections.length === 0) error('empty', 'The edition has no articles.');
  if (rendered.subject.trim() === '') error('subject', 'The subject is empty.');
}

/** What was shed to stay within the size budget, or that there was nothing more to shed. */
function sizeBudget(rendered: RenderedEdition, found: Findings): void {
  const shed = shedMessage(rendered);
  if (shed !== null) found.add('warning', 'shed', shed);
  const bytes = deliveredBytes(rendered);
  if (bytes > budgetBytes && bytes <= clippedAtBytes) {
    const message = `The HTML is ${kilobytes(bytes)} KB, over the budget of ${kilobytes(budgetBytes)} KB, and has nothing more to shed.`;
    found.add('warning', 'weight', message);
  }
}

function inboxLine({ subject, preheader }: RenderedEdition, found: Findings): void {
  const length = [...subject].length;
  if (length > longSubject)
    found.add(
      'warning',
      'subject-length',
      `The subject has ${length} characters; no inbox shows more than about ${longSubject}.`,
    );
  if (preheader.trim() === '')
    found.add('warning', 'preheader', 'There is no preheader: inboxes show the first words of the body instead.');
}

/** What screen readers go by. */
function structure({ elements }: CheckedDocument, found: Findings): void {
  const html = elements.find(({ name }) => name === 'html');
  if (html !== undefined && (html.attributes.get('lang') ?? '') === '')
    found.at('warning', 'language', 'The document names no language (lang).', html);
  if (!elements.some(({ name, children }) => name === 'title' && children.join('').trim() !== '')) {
    found.add('warning', 'title', 'The document has no title.');
  }
  let before = 0;
  for (const element of elements) {
    const level = Number(/^h([1-6])$/.exec(element.name)?.[1] ?? 0);
    if (level === 0) continue;
    if (before > 0 && level > before + 1)
      found.at('warning', 'heading-order', `A heading of level ${level} follows one of level ${before}.`, element);
    before = level;
  }
}

/** The article that an element shows: by the address it leads to, or the picture it is. */
function articleOf(element: CheckedElement, edition: Edition): string | null {
  const addresses = [
    element.attributes.get('href'),
    element.attributes.get('src'),
    element.parent?.attributes.get('href'),
  ];
  const articles = edition.sections.flatMap((section) => section.articles);
  const found = articles.find(({ url, image, body }) => {
    const pictures: (Image | null)[] = [image, ...body.flatMap((block) => ('image' in block ? [block.image] : []))];
    const own = [url, ...pictures.map((picture) => picture?.url ?? null)];
    return addresses.some((address) => address !== undefined && own.includes(address));
  });
  return found?.id ?? null;
}

/** Tags of Liquid and of other programs that are in the HTML, and in no article: an article's own words may hold such. */
function leftoverTags(edition: Edition, { html }: RenderedEdition): string[] {
  const liquid = [...html.matchAll(/\{\{[^{}]{0,80}\}\}|\{%[^%]{0,80}%\}/g)].map(([tag]) => tag);
  const foreign = foreignTags(html.replace(/<!--[\s\S]*?-->|<style[\s\S]*?<\/style>/g, '')).map(({ tag }) => tag);
  const tags = [...liquid, ...foreign];
  if (tags.length === 0) return [];
  const words = JSON.stringify(edition);
  return tags.filter((tag) => !words.includes(tag));
}

function kilobytes(bytes: number): string {
  return (bytes / 1_024).toFixed(1);
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
