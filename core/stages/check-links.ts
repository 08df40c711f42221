import type { CheckedDocument, CheckedElement } from './check-document.ts';
import { within, wordsIn } from './check-document.ts';

/** Something that is wrong with an element. */
export interface ElementFinding {
  rule: string;
  message: string;
  element: CheckedElement;
}

/** What is wrong with the links: no words, no scheme, http, and two things said of one address. */
export function checkLinks({ elements }: CheckedDocument, isMarker: (text: string) => boolean): ElementFinding[] {
  const found: ElementFinding[] = [];
  const known = new Map<string, { words: string; element: CheckedElement }>();
  for (const element of elements.filter(({ name }) => name === 'a')) {
    const href = element.attributes.get('href')?.trim();
    if (href === undefined) continue;
    const words = wordsIn(element);
    const add = (rule: string, message: string) => found.push({ rule, message, element });
    if (words === '' && !hasNamedPicture(element))
      add('link-words', `A link has no words and no picture that is named; it leads to ${shown(href)}.`);
    if (isMarker(href)) continue;
    if (href === '' || href === '#') add('link-empty', `The link ${quoted(words)} leads nowhere.`);
    else if (href.startsWith('#')) continue;
    else if (!/^[a-z][a-z0-9+.-]*:/i.test(href))
      add('link-scheme', `The link ${quoted(words)} has no scheme: ${shown(href)}. In mail it leads nowhere.`);
    else if (/^http:/i.test(href)) add('link-http', `The link ${quoted(words)} is not https: ${shown(href)}.`);
    else if (!/^(?:https|mailto|tel|sms):/i.test(href))
      add('link-scheme', `The link ${quoted(words)} is ${shown(href)}, which mail programs do not follow.`);
    if (words === '' || !/^https?:/i.test(href)) continue;
    const other = known.get(href);
    if (other === undefined) known.set(href, { words, element });
    else if (!saysTheSame(other.words, words)) {
      add('link-twice', `${quoted(other.words)} and ${quoted(words)} lead to one address: ${shown(href)}.`);
    }
  }
  return found;
}

/** What is wrong with the pictures: no alternative text, no size, not https. */
export function checkPictures({ elements }: CheckedDocument): ElementFinding[] {
  const found: ElementFinding[] = [];
  for (const element of elements.filter(({ name }) => name === 'img')) {
    const src = element.attributes.get('src')?.trim() ?? '';
    const add = (rule: string, message: string) => found.push({ rule, message, element });
    if (!element.attributes.has('alt'))
      add('picture-alt', `The picture ${shown(src)} has no alternative text; write alt="" where it says nothing.`);
    const sized =
      element.attributes.has('width') || /(?:^|;)\s*width\s*:\s*\d/.test(element.attributes.get('style') ?? '');
    if (!sized)
      add('picture-size', `The picture ${shown(src)} has no width: Outlook shows it as large as the file is.`);
    else if (!element.attributes.has('height'))
      add('picture-size', `The picture ${shown(src)} has no height: the page jumps when it comes.`);
    if (src === '') add('picture-empty', 'A picture has no address.');
    else if (/^http:/i.test(src))
      add('picture-http', `The picture ${shown(src)} is not https; some programs do not show it.`);
    else if (!/^https:/i.test(src))
      add('picture-scheme', `The picture ${shown(src)} is no https address: mail programs cannot fetch it.`);
  }
  return found;
}

function hasNamedPicture(link: CheckedElement): boolean {
  if ((link.attributes.get('aria-label') ?? link.attributes.get('title') ?? '') !== '') return true;
  for (const element of within(link)) {
    if (element.name === 'img' && (element.attributes.get('alt') ?? '') !== '') return true;
  }
  return false;
}

/** `Read “…” on the site` says what the headline does. */
function saysTheSame(one: string, other: string): boolean {
  const [a, b] = [fold(one), fold(other)];
  return a.includes(b) || b.includes(a);
}

function quoted(words: string): string {
  return words === '' ? 'without words' : `“${cut(words, 60)}”`;
}

function shown(url: string): string {
  return url === '' ? '(nothing)' : cut(url, 90);
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

function fold(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
