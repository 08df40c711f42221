import { Parser } from 'htmlparser2';
import { depthMeter, isInline, isNonText, TooDeepError } from './sanitise.ts';

/** An element of a piece of HTML. Names are in lower case. */
export interface HtmlElement {
  name: string;
  attributes: ReadonlyMap<string, string>;
  children: HtmlNode[];
  /** Whether a block stands somewhere within it. */
  holdsBlocks: boolean;
}

export type HtmlNode = HtmlElement | string;

/** A parsed piece of HTML. */
export interface HtmlTree {
  root: HtmlElement;
  /** Names of elements that went with their content, for it is no text: `script`, `style` and the like. */
  keptOut: string[];
}

/**
 * Parses HTML as it is found, without its scripts, styles and comments.
 * @returns null where elements are nested deeper than `depthLimit`.
 */
export function parseHtml(html: string): HtmlTree | null {
  const root: HtmlElement = { name: '', attributes: new Map(), children: [], holdsBlocks: false };
  const open = [root];
  const keptOut: string[] = [];
  const depth = depthMeter();
  let skipping = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      depth.open();
      // An iframe's source is what matters about it, so the element stays and its content goes.
      if (skipping > 0 || (isNonText(name) && name !== 'iframe')) {
        skipping += 1;
        if (skipping === 1) keptOut.push(name);
        return;
      }
      const element: HtmlElement = {
        name,
        attributes: new Map(Object.entries(attributes)),
        children: [],
        holdsBlocks: false,
      };
      open.at(-1)?.children.push(element);
      open.push(element);
    },
    ontext(text) {
      const parent = open.at(-1);
      if (skipping > 0 || parent === undefined || parent.name === 'iframe') return;
      const last = parent.children.length - 1;
      const before = parent.children[last];
      // The parser hands a text over in pieces, cut at every character reference.
      if (typeof before === 'string') parent.children[last] = before + text;
      else parent.children.push(text);
    },
    onclosetag() {
      depth.close();
      if (skipping > 0) {
        skipping -= 1;
        return;
      }
      const element = open.pop();
      const parent = open.at(-1);
      if (element !== undefined && parent !== undefined && (element.holdsBlocks || isBlock(element))) {
        parent.holdsBlocks = true;
      }
    },
  });
  try {
    parser.end(html);
  } catch (error) {
    if (error instanceof TooDeepError) return null;
    throw error;
  }
  return { root, keptOut };
}

/** The element's attribute, trimmed; empty where there is none. */
export function attribute(element: HtmlElement, name: string): string {
  return element.attributes.get(name)?.trim() ?? '';
}

/** The elements of a tree that `wanted` says yes to, in order; none within one another. */
export function findAll(root: HtmlElement, wanted: (element: HtmlElement) => boolean): HtmlElement[] {
  const found: HtmlElement[] = [];
  for (const child of root.children) {
    if (typeof child === 'string') continue;
    if (wanted(child)) found.push(child);
    else found.push(...findAll(child, wanted));
  }
  return found;
}

const mediaNames: ReadonlySet<string> = new Set(['img', 'picture', 'amp-img', 'input']);
const blockNames: ReadonlySet<string> = new Set([
  ...['address', 'article', 'aside', 'audio', 'blockquote', 'body', 'center', 'dd', 'details', 'dialog', 'dir', 'div'],
  ...['dl', 'dt', 'embed', 'fieldset', 'figcaption', 'figure', 'footer', 'form', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
  ...['header', 'hgroup', 'hr', 'html', 'iframe', 'legend', 'li', 'main', 'menu', 'nav', 'object', 'ol', 'p', 'pre'],
  ...['search', 'section', 'summary', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr', 'caption', 'ul', 'video'],
]);

/** Whether an element breaks the line it stands in: blocks of HTML, and pictures, which are blocks of an article. */
export function isBlock(element: HtmlElement): boolean {
  return mediaNames.has(element.name) || (!isInline(element.name) && blockNames.has(element.name));
}
