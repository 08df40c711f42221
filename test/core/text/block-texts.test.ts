import { describe, expect, test } from '@jest/globals';
import { splitTexts, textToBlocks } from '../../../core/text/block-texts.ts';

const paragraph = (html: string) => ({ type: 'paragraph', html });

describe('textToBlocks', () => {
  test('parts at empty lines, else at every line', () => {
    expect(textToBlocks('a\nb\n\nc < d')).toEqual([paragraph('a<br>b'), paragraph('c &lt; d')]);
    expect(textToBlocks('a\r\nb')).toEqual([paragraph('a'), paragraph('b')]);
  });
});

test('splitTexts parts texts from what is no text', () => {
  expect(
    splitTexts([
      { type: 'heading', level: 2, html: 'a' },
      { type: 'divider' },
      {
        type: 'list',
        ordered: false,
        items: [{ html: 'b', list: { type: 'list', ordered: true, items: [{ html: 'c', list: null }] } }],
      },
      { type: 'quote', style: 'block', paragraphs: ['d'], citation: 'e' },
    ]),
  ).toEqual({ texts: ['a', 'b', 'c', 'd', 'e'], others: [{ type: 'divider' }] });
});
