import type { Block, ListBlock } from '../model/block.ts';
import { tidyRichText } from './html-inline.ts';
import { escapeText } from './sanitise.ts';

/** Plain text as paragraphs: parted at empty lines, or where there are none, at every line's end. */
export function textToBlocks(text: string): Block[] {
  const lines = text.replace(/\r\n?/g, '\n');
  const paragraphs = /\n[ \t]*\n/.test(lines) ? lines.split(/\n[ \t]*\n/) : lines.split('\n');
  return paragraphs.flatMap((paragraph): Block[] => {
    const html = tidyRichText(escapeText(paragraph).replaceAll('\n', '<br>'));
    return html === null ? [] : [{ type: 'paragraph', html }];
  });
}

/** The texts of blocks as rich texts in order, and the blocks that are not text. */
export function splitTexts(blocks: readonly Block[]): { texts: string[]; others: Block[] } {
  const texts: string[] = [];
  const others: Block[] = [];
  for (const block of blocks) {
    if (block.type === 'paragraph' || block.type === 'heading') {
      texts.push(block.html);
    } else if (block.type === 'list') {
      texts.push(...listTexts(block));
    } else if (block.type === 'quote') {
      texts.push(...block.paragraphs, ...(block.citation === null ? [] : [block.citation]));
    } else {
      others.push(block);
    }
  }
  return { texts, others };
}

function listTexts(list: ListBlock): string[] {
  return list.items.flatMap((item) => [
    ...(item.html === '' ? [] : [item.html]),
    ...(item.list === null ? [] : listTexts(item.list)),
  ]);
}
