import type { Block } from '../model/block.ts';
import { endTagOf, serialise, startTag, tidyRichText } from './html-inline.ts';
import { type HtmlElement, type HtmlNode, isBlock } from './html-tree.ts';

/** What holds for a whole piece of HTML. */
export interface Walk {
  baseUrl: string | null;
  keptOut: string[];
  /** How many lists stand around this place. */
  level: number;
  /** How elements that are more than their text are read, by name. */
  readers: ReadonlyMap<string, Reader>;
}

export type Reader = (element: HtmlElement, flow: Flow) => void;

/** The flow being read: blocks done, and the line that is being put together. */
export interface Flow extends Walk {
  blocks: Block[];
  line: string;
  /** Whether the line ends in a line break. */
  broken: boolean;
  /** Start tags of the inline elements that are open across blocks. */
  open: string[];
  /** The level of the heading around this place, or null. */
  heading: number | null;
}

export function blocksOf(nodes: readonly HtmlNode[], walk: Walk): Block[] {
  const flow: Flow = {
    baseUrl: walk.baseUrl,
    keptOut: walk.keptOut,
    level: walk.level,
    readers: walk.readers,
    blocks: [],
    line: '',
    broken: false,
    open: [],
    heading: null,
  };
  readAll(nodes, flow);
  endLine(flow);
  return flow.blocks;
}

export function readAll(nodes: readonly HtmlNode[], flow: Flow): void {
  for (const node of nodes) read(node, flow);
}

export function endLine(flow: Flow): void {
  const html = tidyRichText(flow.line + flow.open.map(endTagOf).reverse().join(''), flow.baseUrl);
  flow.line = flow.open.join('');
  flow.broken = false;
  if (html === null) return;
  flow.blocks.push(
    flow.heading === null ? { type: 'paragraph', html } : { type: 'heading', level: flow.heading, html },
  );
}

export function add(flow: Flow, ...blocks: Block[]): void {
  endLine(flow);
  flow.blocks.push(...blocks);
}

function read(node: HtmlNode, flow: Flow): void {
  if (typeof node === 'string') {
    flow.line += serialise(node);
    flow.broken &&= node.trim() === '';
    return;
  }
  if (node.name === 'br') {
    // Two line breaks are how many editors end a paragraph.
    if (flow.broken) endLine(flow);
    else flow.line += '<br>';
    flow.broken = true;
    return;
  }
  if (!isBlock(node)) {
    flow.broken = false;
    if (node.holdsBlocks) readWithin(startTag(node), node.children, flow);
    else flow.line += serialise(node);
    return;
  }
  const reader = flow.readers.get(node.name);
  if (reader !== undefined) {
    reader(node, flow);
    return;
  }
  endLine(flow);
  readOwnLanguage(node, node.children, flow);
  endLine(flow);
}

export function readWithin(start: string, nodes: readonly HtmlNode[], flow: Flow): void {
  flow.line += start;
  flow.open.push(start);
  readAll(nodes, flow);
  flow.open.pop();
  flow.line += endTagOf(start);
}

const languageBearers: ReadonlySet<string> = new Set([
  ...['blockquote', 'dd', 'div', 'dt', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'li', 'p', 'td', 'th'],
]);

/** Reads a block's content; its `lang` and `dir` become those of a span in each line. */
export function readOwnLanguage(block: HtmlElement, nodes: readonly HtmlNode[], flow: Flow): void {
  const marked = block.attributes.has('lang') || block.attributes.has('dir');
  if (marked && languageBearers.has(block.name)) readWithin(startTag({ ...block, name: 'span' }), nodes, flow);
  else readAll(nodes, flow);
}

/** The blocks of an element's content, apart from the flow it stands in. */
export function contentOf(element: HtmlElement, nodes: readonly HtmlNode[], walk: Walk): Block[] {
  const flow: Flow = {
    baseUrl: walk.baseUrl,
    keptOut: walk.keptOut,
    level: walk.level,
    readers: walk.readers,
    blocks: [],
    line: '',
    broken: false,
    open: [],
    heading: null,
  };
  readOwnLanguage(element, nodes, flow);
  endLine(flow);
  return flow.blocks;
}
