import { attribute, type HtmlElement, type HtmlNode } from './html-tree.ts';
import { escapeText, sanitiseRichText } from './sanitise.ts';

const renamed: Readonly<Record<string, string>> = {
  acronym: 'abbr',
  dfn: 'i',
  samp: 'code',
  strike: 's',
  tt: 'code',
  var: 'i',
};

/** The start tag of an inline element, with what rich text keeps of its attributes. */
export function startTag(element: HtmlElement): string {
  const attributes = ['href', 'lang', 'dir']
    .filter((name) => element.attributes.has(name))
    .map((name) => ` ${name}="${escapeAttribute(attribute(element, name))}"`);
  return `<${renamed[element.name] ?? element.name}${attributes.join('')}>`;
}

/** The end tag that belongs to a start tag of `startTag`. */
export function endTagOf(start: string): string {
  return `</${/^<([^\s>]+)/.exec(start)?.[1] ?? ''}>`;
}

/** A node as HTML, white space folded as a browser would. */
export function serialise(node: HtmlNode): string {
  if (typeof node === 'string') return escapeText(node.replace(/[ \t\n\r\f]+/g, ' '));
  const start = startTag(node);
  return node.name === 'br' || node.name === 'wbr'
    ? start
    : start + node.children.map(serialise).join('') + endTagOf(start);
}

/** The text of a tree as it stands in the source, lines and all. */
export function rawText(node: HtmlNode): string {
  if (typeof node === 'string') return node;
  return node.name === 'br' ? '\n' : node.children.map(rawText).join('');
}

/** Rich text without white space and line breaks at its ends; null where it says nothing. */
export function tidyRichText(html: string, baseUrl?: string | null): string | null {
  const clean = sanitiseRichText(html, { baseUrl: baseUrl ?? null });
  let start = 0;
  let end = clean.length;
  for (let moved = true; moved; ) {
    moved = false;
    if (clean.startsWith('<br>', start) && start < end) {
      start += 4;
      moved = true;
    } else if (start < end && /\s/.test(clean.charAt(start))) {
      start += 1;
      moved = true;
    }
  }
  for (let moved = true; moved; ) {
    moved = false;
    if (end - 4 >= start && clean.startsWith('<br>', end - 4)) {
      end -= 4;
      moved = true;
    } else if (end > start && /\s/.test(clean.charAt(end - 1))) {
      end -= 1;
      moved = true;
    }
  }
  const tidy = clean.slice(start, end);
  return /\S/.test(tidy.replace(/<[^<>]*>/g, '')) ? tidy : null;
}

/** Text whose lines and spaces matter, such as code, as rich text. */
export function verbatimRichText(text: string): string {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .replace(/^\n+|\s+$/g, '')
    .split('\n');
  const html = lines.map((line) =>
    // HTML folds spaces at the start of a line and in runs; the no-break space stays.
    escapeText(line.replaceAll('\t', '    ')).replace(/^ +| {2,}/g, (spaces) => '\u00a0'.repeat(spaces.length)),
  );
  return sanitiseRichText(`<code>${html.join('<br>')}</code>`);
}

function escapeAttribute(value: string): string {
  return escapeText(value).replaceAll('"', '&quot;');
}
