import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { breakable, columnsOf } from '../../../core/text/columns.ts';

describe('columns', () => {
  test.each([
    ['Harbour', 7],
    ['港湾', 4],
    ['한국', 4],
    ['、。', 4],
    ['ＡＢ', 4],
    ['café', 4],
    ['e\u0301', 1],
    ['מוּ', 2],
    ['नमस्ते', 4],
    ['', 0],
  ])('%s takes %i', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });

  test('a word of letters that stand together is one piece, and others break between letters', () => {
    expect(breakable('https://news.example.org/a-b,c')).toEqual(['https://news.example.org/a-b,c']);
    expect(breakable('水門、開く。')).toEqual(['水', '門、', '開', 'く。']);
    expect(breakable('「水」と言う')).toEqual(['「水」', 'と', '言', 'う']);
    expect(breakable('Harbour社が2031年')).toEqual(['Harbour', '社', 'が', '2031', '年']);
    expect(breakable('ちょっとコーヒー')).toEqual(['ちょっ', 'と', 'コー', 'ヒー']);
  });

  test('nothing is lost or added', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (word) => breakable(word).join('') === word));
  });
});
