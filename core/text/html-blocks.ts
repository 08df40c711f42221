import type { Block, ListItem } from '../model/block.ts';
import { splitTexts, textToBlocks } from './block-texts.ts';
import {
  add,
  blocksOf,
  contentOf,
  endLine,
  type Flow,
  type Reader,
  readAll,
  readOwnLanguage,
  readWithin,
  type Walk,
} from './html-flow.ts';
import { rawText, serialise, tidyRichText, verbatimRichText } from './html-inline.ts';
import { embedOf, imageOf } from './html-media.ts';
import { attribute, findAll, type HtmlElement, type HtmlNode, parseHtml } from './html-tree.ts';
import { plainText, withoutTags } from './sanitise.ts';

/** What a piece of HTML became. */
export interface HtmlBlocks {
  blocks: Block[];
  /** Names of elements that are not in the blocks, such as `script`, or `img` without a usable address. */
  keptOut: string[];
}

/**
 * The blocks of an article from HTML that nobody vouches for. Paragraphs, headings, lists, quotations, pictures, tables
 * and rules become blocks of their own; frames, video and audio become links; anything else is flattened, so that no text
 * is lost. Every rich text in the result is sanitised.
 *
 * @param options.baseUrl - what relative URLs are resolved against.
 * @example
 * htmlToBlocks('<h2>One</h2>two').blocks // [{ type: 'heading', level: 2, html: 'One' }, { type: 'paragraph', html: 'two' }]
 */
export function htmlToBlocks(html: string, options: { baseUrl?: string | null } = {}): HtmlBlocks {
  const tree = parseHtml(html);
  if (tree === null) {
    return { blocks: textToBlocks(withoutTags(html)), keptOut: ['markup that is nested too deep'] };
  }
  const walk: Walk = { baseUrl: options.baseUrl ?? null, keptOut: tree.keptOut, level: 0, readers };
  const blocks = blocksOf(tree.root.children, walk);
  return { blocks, keptOut: tree.keptOut };
}

// Lists within lists beyond this are flattened: there is no room for them in a message.
const deepestList = 5;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...[1, 2, 3, 4, 5, 6].map((level): [string, Reader] => [
    `h${level}`,
    (element, flow) => readHeading(level, element, flow),
  ]),
  ...['img', 'picture', 'amp-img'].map((name): [string, Reader] => [name, readImage]),
  ...['iframe', 'video', 'audio', 'embed', 'object'].map((name): [string, Reader] => [name, readEmbed]),
  ...['ul', 'ol', 'menu', 'dir'].map((name): [string, Reader] => [name, readList]),
  ['input', () => undefined],
  ['blockquote', readQuote],
  ['dt', readTerm],
  ['details', readDetails],
  ['figure', readFigure],
  ['hr', (_, flow) => add(flow, { type: 'divider' })],
  ['pre', readVerbatim],
  ['table', readTable],
]);

function readHeading(level: number, element: HtmlElement, flow: Flow): void {
  endLine(flow);
  const around = flow.heading;
  flow.heading = level;
  readOwnLanguage(element, element.children, flow);
  endLine(flow);
  flow.heading = around;
}

function readImage(element: HtmlElement, flow: Flow): void {
  const image = imageOf(element, flow.baseUrl);
  if (image === null) flow.keptOut.push(element.name);
  else add(flow, { type: 'image', image });
}

function readEmbed(element: HtmlElement, flow: Flow): void {
  const embed = embedOf(element, flow.baseUrl);
  if (embed !== null) {
    add(flow, embed);
  } else if (element.name === 'object') {
    readAll(element.children, flow);
  } else {
    flow.keptOut.push(element.name);
  }
}

function readVerbatim(element: HtmlElement, flow: Flow): void {
  const html = tidyRichText(verbatimRichText(rawText(element)));
  if (html !== null) add(flow, { type: 'paragraph', html });
}

function readTerm(element: HtmlElement, flow: Flow): void {
  endLine(flow);
  readWithin('<b>', element.children, flow);
  endLine(flow);
}

function readDetails(element: HtmlElement, flow: Flow): void {
  const summary = element.children.find((child) => typeof child !== 'string' && child.name === 'summary');
  const rest = element.children.filter((child) => child !== summary);
  const title = summary === undefined ? '' : plainText(serialise(summary));
  add(flow, { type: 'box', title: title === '' ? null : title, blocks: blocksOf(rest, flow) });
}

function readList(element: HtmlElement, flow: Flow): void {
  endLine(flow);
  if (flow.level >= deepestList) {
    readAll(element.children, flow);
    return;
  }
  const items: ListItem[] = [];
  const after: Block[] = [];
  for (const child of element.children) {
    const isItem = typeof child !== 'string' && child.name === 'li';
    const below = { ...flow, level: flow.level + 1 };
    const content = isItem ? contentOf(child, child.children, below) : blocksOf([child], below);
    addItem(items, content, isItem, after);
  }
  if (items.length > 0) flow.blocks.push({ type: 'list', ordered: element.name === 'ol', items });
  flow.blocks.push(...after);
}

function addItem(items: ListItem[], content: readonly Block[], isItem: boolean, after: Block[]): void {
  const nested = content.filter((block) => block.type === 'list');
  const { texts, others } = splitTexts(content.filter((block) => block.type !== 'list'));
  after.push(...others);
  // A list that stands beside the items instead of in one belongs to the item before it.
  const last = items.at(-1);
  const item = !isItem && texts.length === 0 && last !== undefined ? last : { html: texts.join('<br>'), list: null };
  for (const list of nested) {
    item.list = item.list === null ? list : { ...item.list, items: [...item.list.items, ...list.items] };
  }
  if (item !== last && (item.html !== '' || item.list !== null)) items.push(item);
}

function readQuote(element: HtmlElement, flow: Flow): void {
  const citing = citationOf(element);
  const content = contentOf(
    element,
    element.children.filter((child) => child !== citing),
    flow,
  );
  const cited = splitTexts(citing === null ? [] : blocksOf([citing], flow));
  const { texts, others } = splitTexts(content);
  const citation = cited.texts.join('<br>');
  if (texts.length > 0) {
    add(flow, {
      type: 'quote',
      style: isPull(element) ? 'pull' : 'block',
      paragraphs: texts,
      citation: citation || null,
    });
  } else if (citation !== '') {
    add(flow, { type: 'paragraph', html: citation });
  }
  add(flow, ...others, ...cited.others);
}

/** A quotation's last child, where it says who is quoted: `footer`, `cite`, or a paragraph that is nothing but a `cite`. */
function citationOf(element: HtmlElement): HtmlElement | null {
  const last = element.children.findLast((child) => typeof child !== 'string' || child.trim() !== '');
  if (last === undefined || typeof last === 'string') return null;
  if (last.name === 'footer' || last.name === 'cite') return last;
  const content = last.children.filter((child) => typeof child !== 'string' || child.trim() !== '');
  const only = content.length === 1 ? content[0] : undefined;
  return last.name === 'p' && only !== undefined && typeof only !== 'string' && only.name === 'cite' ? last : null;
}

function isPull(element: HtmlElement): boolean {
  return /(?:^|[\s_-])pull(?:[\s_-]?quote)?(?:$|[\s_-])|pullquote/i.test(attribute(element, 'class'));
}

function readFigure(element: HtmlElement, flow: Flow): void {
  const captions = within(element, 'figcaption', 'figure');
  const caption = captions[0];
  const content = blocksOf(withoutElements(element, new Set(captions)), flow);
  if (caption === undefined) {
    add(flow, ...content);
    return;
  }
  const credits = findAll(caption, isCredit);
  const credit =
    credits
      .map((found) => plainText(serialise(found)))
      .join(' ')
      .trim() || null;
  const words = withoutElements(caption, new Set(credits));
  const text = plainText(words.map(serialise).join('')) || null;
  const last = content.at(-1);
  if (last?.type === 'image') {
    last.image = { ...last.image, caption: text, credit };
  } else if (last?.type === 'table' && last.caption === null) {
    last.caption = text;
  } else {
    const { texts, others } = splitTexts(blocksOf(caption.children, flow));
    const html = texts.join('<br>');
    if (last?.type === 'quote' && last.citation === null) {
      last.citation = html || null;
      last.style = isPull(element) ? 'pull' : last.style;
    } else if (html !== '') {
      content.push({ type: 'paragraph', html });
    }
    content.push(...others);
  }
  add(flow, ...content);
}

/** The elements of one name within an element, but not within any of another name. */
function within(element: HtmlElement, name: string, barrier: string): HtmlElement[] {
  return findAll(element, (found) => found.name === name || found.name === barrier).filter(
    (found) => found.name === name,
  );
}

function isCredit(element: HtmlElement): boolean {
  const names = `${attribute(element, 'class')} ${attribute(element, 'itemprop')}`;
  return /(?:^|[\s_-])(?:credit|credits|copyright|photographer|copyrightHolder)(?:$|[\s_-])/i.test(names);
}

/** An element's children, without some elements anywhere within. */
function withoutElements(element: HtmlElement, unwanted: ReadonlySet<HtmlElement>): HtmlNode[] {
  return element.children
    .filter((child) => typeof child === 'string' || !unwanted.has(child))
    .map((child) => (typeof child === 'string' ? child : { ...child, children: withoutElements(child, unwanted) }));
}

function readTable(element: HtmlElement, flow: Flow): void {
  const rows = findAll(element, (found) => found.name === 'tr').map((row) => ({
    row,
    cells: findAll(row, (found) => found.name === 'td' || found.name === 'th'),
  }));
  const role = attribute(element, 'role');
  if (role === 'presentation' || role === 'none' || rows.flatMap(({ cells }) => cells).length <= 1) {
    endLine(flow);
    readAll(element.children, flow);
    endLine(flow);
    return;
  }
  const caption = within(element, 'caption', 'tr')[0];
  const placed = new Set([...rows.flatMap(({ cells }) => cells), ...(caption === undefined ? [] : [caption])]);
  // Browsers move what stands in a table outside its cells to before it.
  add(flow, ...blocksOf(withoutElements(element, placed), flow));
  const after: Block[] = [];
  const texts = rows.map(({ cells }) => cells.flatMap((cell) => cellTexts(cell, flow, after)));
  const first = rows[0];
  const head = within(element, 'thead', 'tr')[0];
  const isHeader =
    first !== undefined &&
    (first.cells.every((cell) => cell.name === 'th') || (head?.children.includes(first.row) ?? false));
  add(
    flow,
    {
      type: 'table',
      header: isHeader ? (texts[0] ?? []) : [],
      rows: isHeader ? texts.slice(1) : texts,
      caption: caption === undefined ? null : plainText(serialise(caption)) || null,
    },
    ...after,
  );
}

function cellTexts(cell: HtmlElement, flow: Flow, after: Block[]): string[] {
  const { texts, others } = splitTexts(contentOf(cell, cell.children, flow));
  after.push(...others);
  const span = Math.min(Number.parseInt(attribute(cell, 'colspan'), 10) || 1, 20);
  return [texts.join('<br>'), ...Array.from({ length: Math.max(span, 1) - 1 }, () => '')];
}
