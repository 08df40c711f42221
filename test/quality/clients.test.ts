import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../source.ts';
import { clientsMarkdown } from './clients-page.ts';

test('docs/reference/clients.md is current: `npm run docs` writes it', async () => {
  const page = await clientsMarkdown();
  expect(readFileSync(path.join(root, 'docs/reference/clients.md'), 'utf8')).toBe(page);
  expect(page).not.toContain('nothing stands in for it');
});
