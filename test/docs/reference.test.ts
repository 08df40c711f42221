import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { configJsonSchema, configKeys, keysOf } from '../../adapters/local/config-schema.ts';
import { errorCatalogue } from '../../core/errors.ts';
import { root } from '../source.ts';
import { referenceFiles } from './reference.ts';

const page = (name: string) => readFileSync(path.join(root, 'docs/reference', name), 'utf8');

describe('docs/reference', () => {
  test.each(Object.entries(referenceFiles()))('%s is what the code says; `npm run docs` writes it', (name, text) => {
    expect(page(name)).toBe(text);
  });

  test('every key of the config has its meaning, and none is described that is not there', () => {
    const keys = keysOf(configJsonSchema()).map(([key]) => key);
    expect(Object.keys(configKeys).sort()).toEqual(keys.sort());
  });

  test('errors.md has every code, with the advice that is printed, and no other', () => {
    const rows = [...page('errors.md').matchAll(/^\| `([A-Z_]+)` \| (.+?) \| (.+) \|$/gm)];
    const listed = Object.fromEntries(rows.map(([, code, , advice]) => [code, advice?.replaceAll('\\|', '|')]));
    expect(listed).toEqual(errorCatalogue);
    expect(rows.every(([, , happened = '']) => happened.length > 10)).toBe(true);
  });
});
