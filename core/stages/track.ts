import type { MergeField, RenderedEdition, Tracking } from '../model/rendered-edition.ts';
import { sha256 } from '../text/hash.ts';
import { longestToken } from '../text/token.ts';
import { httpUrl } from '../text/urls.ts';
import { decode } from './check-document.ts';
import { escapeHtml } from './compose-values.ts';

/** The addresses of an edition's links that can be counted, each once, in the order in which they first stand there. */
export function linksIn(html: string): string[] {
  const found = new Set<string>();
  eachLink(html, (address) => {
    found.add(address);
    return null;
  });
  return [...found];
}

/**
 * An edition as it is composed where its links are counted: each leads through the readers' pages, by its number and the reader's token, and
 * a picture of one pixel at the end tells of its opening. What merge fields stand for (unsubscribe, preferences, view in browser), `mailto:`
 * and links whose words are an address are left as they are: of the last, mail programs warn when words and target differ.
 *
 * In the text part the same addresses are led through, where a template put them: at the end of a line, alone or in angle brackets, or after
 * their number. One in the midst of an article's own words stays as it was written.
 *
 * @returns the very same edition where nothing is counted.
 */
export function tracked<Edition extends TrackableEdition>(rendered: Edition): Edition {
  const { tracking, html, text } = rendered;
  if (tracking === undefined) return rendered;
  const marker = freshMarker(rendered);
  const field: MergeField = { marker, value: { kind: 'tracking' } };
  return {
    ...rendered,
    html: trackedHtml(html, tracking, marker),
    text: trackedText(text, tracking, marker),
    fields: [...rendered.fields, field],
  };
}

type TrackableEdition = Pick<RenderedEdition, 'revision' | 'html' | 'text' | 'fields' | 'tracking'>;

/** The HTML with every counted link at its longest. */
export function longestTracked({ html, tracking }: Pick<RenderedEdition, 'html' | 'tracking'>): string {
  return tracking === undefined ? html : trackedHtml(html, tracking, 'x'.repeat(longestToken));
}

function trackedHtml(html: string, tracking: Tracking, token: string): string {
  const numbers = numbersOf(tracking);
  const base = escapeHtml(tracking.base);
  const linked = eachLink(html, (address) => {
    const number = numbers.get(address);
    return number === undefined ? null : `${base}/click/${token}/${number}`;
  });
  const end = linked.lastIndexOf('</body>');
  const at = end === -1 ? linked.length : end;
  return `${linked.slice(0, at)}<img src="${base}/open/${token}" width="1" height="1" alt="" style="display:block;border:0">${linked.slice(at)}`;
}

function trackedText(text: string, tracking: Tracking, token: string): string {
  const numbers = numbersOf(tracking);
  return text.replace(
    /^([ \t]*(?:\[\d+\] )?|.*<)(https?:\/\/[^\s<>]+)(>?)$/gm,
    (line, before: string, url: string, after: string) => {
      const number = numbers.get(httpUrl(url) ?? '');
      const isWhole = before.endsWith('<') === (after === '>');
      return number === undefined || !isWhole ? line : `${before}${tracking.base}/click/${token}/${number}${after}`;
    },
  );
}

function numbersOf({ links }: Tracking): ReadonlyMap<string, number> {
  return new Map(links.map((address, index) => [address, index + 1]));
}

const anchor = /(<a\b)((?:"[^"]*"|'[^']*'|[^'">])*)(>)([\s\S]*?)(<\/a\s*>)/gi;
const attribute = /([^\s"'<>/=]+)(\s*=\s*)("[^"]*"|'[^']*')/g;
const addressWords = /^(?:https?:\/\/)?(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?:[/?#]\S*)?$/iu;

/** Gives each web address that a link leads to, and puts what comes back in its place; null leaves it. */
function eachLink(html: string, replacement: (address: string) => string | null): string {
  return html.replace(anchor, (all, open: string, attributes: string, close: string, inner: string, end: string) => {
    const words = decode(inner.replace(/<[^>]*>/g, '')).trim();
    if (addressWords.test(words)) return all;
    const changed = attributes.replace(attribute, (whole, name: string, equals: string, quoted: string) => {
      if (name.toLowerCase() !== 'href') return whole;
      const address = httpUrl(decode(quoted.slice(1, -1)));
      const put = address === null ? null : replacement(address);
      return put === null ? whole : `${name}${equals}"${put}"`;
    });
    return `${open}${changed}${close}${inner}${end}`;
  });
}

/** Stands for the token: made from the revision, so that the same edition composes to the same bytes. */
function freshMarker({ revision, html, text }: TrackableEdition): string {
  let nonce = sha256(`tracking ${revision}`).slice(0, 20);
  while (html.includes(nonce) || text.includes(nonce)) nonce = sha256(nonce).slice(0, 20);
  return `pr${nonce}z`;
}
