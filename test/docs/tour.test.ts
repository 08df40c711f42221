import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../source.ts';
import { tourMarkdown } from './tour.ts';

test('docs/tour.md shows what the stages make; `npm run docs` writes it', async () => {
  expect(readFileSync(path.join(root, 'docs/tour.md'), 'utf8')).toBe(await tourMarkdown());
});
