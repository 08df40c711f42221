import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { knownElements } from '../../adapters/import/ans-elements.ts';
import { articleFields } from '../../adapters/import/article-json-schema.ts';
import { importableExtensions } from '../../adapters/import/importers.ts';
import { articleFormats } from '../../core/model/article.ts';
import { blockTypes } from '../../core/model/block.ts';
import { richTextTags } from '../../core/text/sanitise.ts';
import { root } from '../source.ts';

const page = readFileSync(path.join(root, 'docs/reference/articles.md'), 'utf8');
const named = new Set(page.match(/`[^`\n]+`/g)?.map((code) => code.slice(1, -1)));

test.each([
  ['field of an article', Object.keys(articleFields).filter((field) => field !== '$schema')],
  ['type of block', blockTypes],
  ['element of rich text', richTextTags],
  ['element of ANS', knownElements],
  ['format', articleFormats],
  ['extension', importableExtensions.map((extension) => `.${extension}`)],
])('docs/reference/articles.md names every %s', (_, names) => {
  expect(names.filter((name) => !named.has(name))).toEqual([]);
});
