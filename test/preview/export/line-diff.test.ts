import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { percent } from '../../../preview/export/diff-page.ts';
import { lineDiff } from '../../../preview/export/line-diff.ts';

const texts = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));

test('what is gone and what is new make one text of the other', () => {
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const lines = lineDiff(before, after);
      const without = (kind: string) =>
        lines
          .filter((line) => line.kind !== kind)
          .map(({ text }) => text)
          .join('\n');
      expect(without('new')).toBe(before);
      expect(without('gone')).toBe(after);
    }),
  );
});

test('a text and itself have every line in common; one changed line is one gone and one new', () => {
  expect(lineDiff('a\nb', 'a\nb').every(({ kind }) => kind === 'same')).toBe(true);
  expect(lineDiff('a\nb\nc', 'a\nB\nc').map(({ kind }) => kind)).toEqual(['same', 'gone', 'new', 'same']);
});

test('a share that is not nothing is never written as nothing', () => {
  expect([0, 0.000001, 0.004, 0.123].map(percent)).toEqual(['0.00 %', '< 0.01 %', '0.40 %', '12.3 %']);
});
