import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import type { Block } from '../../core/model/block.ts';
import type { ImportNote } from '../../core/model/import.ts';
import { foldLine } from '../../core/model/scalars.ts';
import { splitTexts, textToBlocks } from '../../core/text/block-texts.ts';
import { htmlToBlocks } from '../../core/text/html-blocks.ts';
import { looksLikeHtml, plainText } from '../../core/text/sanitise.ts';
import type { PageHead } from './html-head.ts';

// The reader takes a second for every few thousand elements, and a page of more than these is no article.
const elementLimit = 20_000;
const characterLimit = 500_000;

/** The readable text of a page, without what stands around it. */
export function readableBlocks(html: string, head: PageHead, baseUrl: string, notes: ImportNote[]): Block[] {
  if (head.elements > elementLimit || head.characters > characterLimit) {
    const size = `${head.elements} elements and ${head.characters} characters of text`;
    notes.push({ field: '', note: `its text was not looked for: the page has ${size}` });
    return [];
  }
  try {
    // A page may leave its outermost tags out; this parser wants them.
    const { document } = parseHTML(/<html[\s>]/i.test(html) ? html : `<html><body>${html}</body></html>`);
    const read = document?.documentElement ? new Readability(document, { charThreshold: 140 }).parse() : null;
    return read?.content ? htmlToBlocks(read.content, { baseUrl }).blocks : [];
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 120) : String(error);
    notes.push({ field: '', note: `the page’s text could not be read: ${why}` });
    return [];
  }
}

/**
 * An article's body from its `articleBody`, which is whole and plain, and from the page's readable text, which has
 * headings, links and pictures: the readable text where it says the same, else the `articleBody`.
 */
export function bodyOf(articleBody: string, readable: readonly Block[], baseUrl: string): Block[] {
  if (articleBody.trim() === '') return [...readable];
  const told = looksLikeHtml(articleBody) ? htmlToBlocks(articleBody, { baseUrl }).blocks : textToBlocks(articleBody);
  const whole = wordsOf(told);
  const seen = wordsOf(readable);
  const start = whole.slice(0, 60);
  return seen.length >= whole.length * 0.8 && seen.includes(start) ? [...readable] : told;
}

/** The letters of blocks, so that two tellings of one text can be compared. */
function wordsOf(blocks: readonly Block[]): string {
  const { texts, others } = splitTexts(blocks);
  const boxed = others.map((block) => (block.type === 'box' ? wordsOf(block.blocks) : ''));
  return foldLine([...texts.map(plainText), ...boxed].join(' '))
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** A body without the headline it may begin with. */
export function withoutHeadline(body: readonly Block[], headline: string): Block[] {
  const index = body.findIndex((block) => block.type !== 'image');
  const first = body[index];
  const repeats = first?.type === 'heading' && plainText(first.html).toLowerCase() === headline.toLowerCase();
  return repeats ? body.filter((_, at) => at !== index) : [...body];
}
