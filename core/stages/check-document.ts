/** An element of an edition's HTML. */
export interface CheckedElement {
  /** In lower case. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly parent: CheckedElement | null;
  readonly children: (CheckedElement | string)[];
  /** Where its start tag begins in the HTML. */
  readonly start: number;
  /** Which start tag it is, from 0; null where the HTML has none and a browser makes one (`tbody`). */
  readonly ordinal: number | null;
  /** Which of its parent's elements it is, from 1. */
  readonly index: number;
}

/** An edition's HTML, read. */
export interface CheckedDocument {
  /** In the order of their start tags. */
  elements: CheckedElement[];
  /** What stands in `style` elements, in order. */
  styles: string[];
}

/** What is the tag that begins at an offset, and what a reader who is no browser passes over. */
export const htmlPieces =
  /<!--[\s\S]*?-->|<!doctype[^>]*>|<(style|script|title|textarea)\b((?:"[^"]*"|'[^']*'|[^'">])*)>([\s\S]*?)<\/\1\s*>|<\/?[a-z][a-z0-9:-]*(?:"[^"]*"|'[^']*'|[^'">])*>|[^<]+|</gi;

const voids = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
/** Elements whose start ends one of the same kind that is open. */
const closesSame: Readonly<Record<string, readonly string[]>> = {
  li: ['li'],
  tr: ['tr', 'td', 'th'],
  td: ['td', 'th'],
  th: ['td', 'th'],
  option: ['option'],
};
const blocks = new Set(
  'address article aside blockquote center div dl fieldset footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul'.split(
    ' ',
  ),
);

/**
 * Reads HTML as MJML and the sanitiser write it: well-formed, with what templates may leave out (ends of paragraphs, list
 * items and cells; `tbody`) put in as a browser does. Comments are passed over, Outlook's too.
 */
export function readDocument(html: string): CheckedDocument {
  const document: CheckedDocument = { elements: [], styles: [] };
  const open: CheckedElement[] = [];
  const counts = new Map<CheckedElement | null, number>();
  let ordinal = 0;

  const add = (
    name: string,
    attributes: ReadonlyMap<string, string>,
    start: number,
    number: number | null,
  ): CheckedElement => {
    const parent = open.at(-1) ?? null;
    const index = (counts.get(parent) ?? 0) + 1;
    counts.set(parent, index);
    const element: CheckedElement = { name, attributes, parent, children: [], start, ordinal: number, index };
    parent?.children.push(element);
    document.elements.push(element);
    return element;
  };
  const close = (names: readonly string[], until: readonly string[]) => {
    for (let at = open.length - 1; at >= 0; at -= 1) {
      const name = open[at]?.name ?? '';
      if (names.includes(name)) {
        open.length = at;
        return;
      }
      if (until.includes(name)) return;
    }
  };

  for (const found of html.matchAll(htmlPieces)) {
    const [piece, rawName, rawAttributes = '', rawText = ''] = found;
    if (piece.startsWith('<!')) continue;
    if (rawName !== undefined) {
      const element = add(rawName.toLowerCase(), attributesOf(rawAttributes), found.index, ordinal++);
      element.children.push(decode(rawText));
      if (element.name === 'style') document.styles.push(rawText);
    } else if (piece.startsWith('</')) {
      const name =
        piece
          .slice(2)
          .match(/^[a-z0-9:-]+/i)?.[0]
          .toLowerCase() ?? '';
      close([name], name === 'table' ? [] : ['table']);
    } else if (/^<[a-z]/i.test(piece)) {
      const name = /^<([a-z0-9:-]+)/i.exec(piece)?.[1]?.toLowerCase() ?? '';
      if (blocks.has(name)) close(['p'], ['table', 'td', 'th', 'div']);
      const same = closesSame[name];
      // Cells of a row that ends: the row itself is found behind them.
      if (same !== undefined)
        for (let times = name === 'tr' ? 2 : 1; times > 0; times -= 1)
          close(same, ['table', 'ul', 'ol', 'select', ...(name === 'tr' ? [] : ['tr'])]);
      if (name === 'tr' && open.at(-1)?.name === 'table') open.push(add('tbody', new Map(), found.index, null));
      const element = add(name, attributesOf(piece.slice(name.length + 1)), found.index, ordinal++);
      if (!voids.has(name) && !/\/>$/.test(piece)) open.push(element);
    } else {
      open.at(-1)?.children.push(decode(piece));
    }
  }
  return document;
}

function attributesOf(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', quoted, bare] of text.matchAll(
    /([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*')|\s*=\s*([^\s"'>]+))?/g,
  )) {
    const key = name.toLowerCase();
    if (!attributes.has(key)) attributes.set(key, decode(quoted?.slice(1, -1) ?? bare ?? ''));
  }
  return attributes;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/** Text of markup with its entities read, as in an attribute: one without a semicolon is none. */
export function decode(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi,
    (all: string, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return entities[name.toLowerCase()] ?? all;
      const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return point > 0x10ffff ? all : String.fromCodePoint(point);
    },
  );
}

/** A path by which a browser finds the element, such as `body > div:nth-child(2) > p:nth-child(1)`. */
export function cssPath(element: CheckedElement): string {
  const steps: string[] = [];
  for (let at: CheckedElement | null = element; at !== null; at = at.parent) {
    if (at.name === 'html') break;
    steps.unshift(at.name === 'body' || at.name === 'head' ? at.name : `${at.name}:nth-child(${at.index})`);
  }
  return steps.join(' > ');
}

/** The words in an element, white space folded. */
export function wordsIn(element: CheckedElement): string {
  const parts: string[] = [];
  const gather = (at: CheckedElement) => {
    for (const child of at.children) {
      if (typeof child === 'string') parts.push(child);
      else if (child.name !== 'style' && child.name !== 'script') gather(child);
    }
  };
  gather(element);
  return parts.join('').replace(/\s+/g, ' ').trim();
}

/** Every element within, the nearest first. */
export function* within(element: CheckedElement): Generator<CheckedElement> {
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    yield child;
    yield* within(child);
  }
}
