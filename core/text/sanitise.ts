import { Parser } from 'htmlparser2';
import sanitizeHtml from 'sanitize-html';
import { foldLine } from '../model/scalars.ts';
import { linkUrl } from './urls.ts';

/**
 * The inline elements that rich text may hold. `a` keeps its `href`, and any of them `lang` and `dir`; every other
 * attribute goes. What is not here loses its tag and keeps its text.
 */
export const richTextTags = [
  'a',
  'abbr',
  'b',
  'bdi',
  'bdo',
  'br',
  'cite',
  'code',
  'del',
  'em',
  'i',
  'ins',
  'kbd',
  'mark',
  'q',
  's',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'u',
] as const;

/** Elements whose content is no text of the article; it goes with them. */
export const nonTextTags = [
  'script',
  'style',
  'template',
  'noscript',
  'textarea',
  'select',
  'option',
  'title',
  'svg',
  'iframe',
  'noembed',
  'noframes',
] as const;

/** Markup nested deeper than this is no newsroom's. A parser's time grows with the square of the depth, so it stops there. */
export const depthLimit = 256;

/**
 * Rich text from HTML that nobody vouches for: inline elements of `richTextTags` only, links to http, https and mailto
 * only, well-formed, every other `<` and `&` escaped. The text is kept letter for letter. Doing it again changes nothing.
 *
 * Liquid in the text stays as text: `render` passes articles to templates as values, and never as template source.
 * Markup nested beyond `depthLimit` loses every tag.
 *
 * @param options.baseUrl - what relative links are resolved against; without it they lose their tag.
 * @example
 * sanitiseRichText('<p onclick="x">One <b>two</b> <a href="javascript:x">three</a></p>'); // 'One <b>two</b> three'
 */
export function sanitiseRichText(html: string, options: { baseUrl?: string | null } = {}): string {
  if (!/[<>&]/.test(html)) {
    return withoutControls(html);
  }
  const depth = depthMeter();
  try {
    const clean = sanitizeHtml(html, {
      allowedTags: [...richTextTags],
      nonTextTags: [...nonTextTags],
      allowedAttributes: { '*': ['lang', 'dir'], a: ['href', 'lang', 'dir'] },
      allowedSchemes: ['http', 'https', 'mailto'],
      allowProtocolRelative: false,
      selfClosing: ['br'],
      disallowedTagsMode: 'discard',
      onOpenTag: depth.open,
      onCloseTag: depth.close,
      transformTags: {
        '*': (tagName, attribs) => ({ tagName, attribs: safeAttributes(tagName, attribs, options.baseUrl) }),
      },
    });
    return withoutControls(withoutBareTags(clean.replaceAll('<br />', '<br>')));
  } catch (error) {
    if (error instanceof TooDeepError) {
      return escapeText(withoutTags(html));
    }
    throw error;
  }
}

/**
 * The text of HTML as one line: entities decoded, white space folded, a space where a block or a line ended.
 * @example plainText('<p>Fish &amp;<br>chips</p>') // 'Fish & chips'
 */
export function plainText(html: string): string {
  if (!/[<&]/.test(html)) {
    return foldLine(withoutControls(html));
  }
  const parts: string[] = [];
  const depth = depthMeter();
  let skipping = 0;
  const parser = new Parser({
    onopentag(name) {
      depth.open();
      if (skipping > 0 || isNonText(name)) {
        skipping += 1;
      } else if (name === 'q') {
        parts.push('“');
      } else if (!isInline(name)) {
        parts.push(' ');
      }
    },
    ontext(text) {
      if (skipping === 0) {
        parts.push(text);
      }
    },
    onclosetag(name) {
      depth.close();
      if (skipping > 0) {
        skipping -= 1;
      } else if (name === 'q') {
        parts.push('”');
      } else if (!isInline(name)) {
        parts.push(' ');
      }
    },
  });
  try {
    parser.end(html);
  } catch (error) {
    if (error instanceof TooDeepError) {
      return foldLine(withoutTags(html));
    }
    throw error;
  }
  return foldLine(withoutControls(parts.join('')));
}

/**
 * One line from a field that ought to be plain text and often is HTML: markup is read where the value shows any, and
 * otherwise every character stands for itself, so that `a < b` and `AT&T` keep all their letters.
 */
export function lineFrom(value: string): string {
  return markup.test(value) ? plainText(value) : foldLine(withoutControls(value));
}

/** Plain text as HTML. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Whether a field shows signs of being HTML: a tag of HTML, or a character reference. */
export function looksLikeHtml(value: string): boolean {
  return markup.test(value);
}

const markup =
  /<\/?(?:a|abbr|b|big|blockquote|br|cite|code|del|div|em|figure|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|s|small|span|strong|sub|sup|table|tt|u|ul)(?:\s[^<>]*)?\/?>|&(?:[a-z][a-z0-9]{1,31}|#\d{1,7}|#x[\da-f]{1,6});/i;

/** Thrown by a depth meter to stop a parser. It never leaves this folder. */
export class TooDeepError extends Error {
  override readonly name = 'TooDeepError';
}

/** Counts a parser's open elements. `open` throws `TooDeepError` beyond `depthLimit`. */
export function depthMeter(): { open: () => void; close: () => void } {
  let depth = 0;
  return {
    open() {
      depth += 1;
      if (depth > depthLimit) {
        throw new TooDeepError(`markup is nested deeper than ${depthLimit}`);
      }
    },
    close() {
      depth -= 1;
    },
  };
}

/** The text without anything in angle brackets, by sight: for what is too deep to parse. */
export function withoutTags(html: string): string {
  return withoutControls(html.replace(/<[^<>]*>/g, ' '));
}

function safeAttributes(
  tagName: string,
  attribs: Readonly<Record<string, string>>,
  baseUrl: string | null | undefined,
): Record<string, string> {
  const safe: Record<string, string> = {};
  const href = tagName === 'a' && Object.hasOwn(attribs, 'href') ? linkUrl(attribs['href'] ?? '', baseUrl) : null;
  if (href !== null) {
    safe['href'] = href;
  }
  const lang = Object.hasOwn(attribs, 'lang') ? (attribs['lang'] ?? '') : '';
  if (/^[A-Za-z]{1,8}(?:-[A-Za-z\d]{1,8}){0,5}$/.test(lang)) {
    safe['lang'] = lang;
  }
  const dir = Object.hasOwn(attribs, 'dir') ? (attribs['dir'] ?? '').toLowerCase() : '';
  if (dir === 'ltr' || dir === 'rtl' || dir === 'auto') {
    safe['dir'] = dir;
  }
  return safe;
}

/** Takes `a`, `span` and `bdo` that say nothing out of sanitised HTML, and an `a` within an `a`. */
function withoutBareTags(clean: string): string {
  if (!/<(?:a|span|bdo)[\s>]/.test(clean)) {
    return clean;
  }
  const kept: boolean[] = [];
  let links = 0;
  // In sanitised HTML every "<" begins a tag, tags are balanced, and no attribute holds a ">".
  return clean.replace(/<(\/?)(a|span|bdo)(\s[^>]*)?>/g, (tag, slash: string, name: string, attributes?: string) => {
    if (slash !== '') {
      const keep = kept.pop() ?? false;
      links -= name === 'a' && keep ? 1 : 0;
      return keep ? tag : '';
    }
    const link = name === 'a' && attributes !== undefined && attributes.includes(' href="');
    const keep = name === 'a' ? link && links === 0 : attributes !== undefined;
    links += name === 'a' && keep ? 1 : 0;
    kept.push(keep);
    return keep ? tag : '';
  });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this takes out
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/g;

/** Without the control characters that HTML forbids, and without halves of surrogate pairs. */
function withoutControls(text: string): string {
  return text.replace(controls, (character) => (character === '\r' ? '\n' : '')).toWellFormed();
}

const inlineNames: ReadonlySet<string> = new Set([
  ...richTextTags.filter((name) => name !== 'br'),
  ...[
    'acronym',
    'big',
    'data',
    'dfn',
    'font',
    'label',
    'nobr',
    'output',
    'rb',
    'rp',
    'rt',
    'rtc',
    'ruby',
    'samp',
    'strike',
  ],
  ...['time', 'tt', 'var', 'wbr', 'img'],
]);
const nonTextNames: ReadonlySet<string> = new Set(nonTextTags);

/** Whether an element of HTML stands within a line. `br` does not. */
export function isInline(name: string): boolean {
  return inlineNames.has(name);
}

/** Whether an element's content is no text. */
export function isNonText(name: string): boolean {
  return nonTextNames.has(name);
}
