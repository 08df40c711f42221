import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { closest } from '../../../core/text/closest.ts';
import { problemsOf } from '../../../core/text/problems.ts';

const schema = z.strictObject({
  cron: z.string(),
  list: z.array(z.strictObject({ layout: z.enum(['lead', 'cards']), share: z.number().gt(0).max(1) })).min(1),
  url: z.string().refine((value) => value.startsWith('https:'), 'begins with https:'),
  either: z.union([z.string(), z.number()]).optional(),
});

function found(input: unknown) {
  const { error } = schema.safeParse(input);
  return error === undefined
    ? []
    : problemsOf('a.json', error, input, (_, key) => closest(key, ['cron', 'list', 'url']));
}

describe('problemsOf', () => {
  test('names the path, the value got and what was allowed', () => {
    const problems = found({ cron: 5, list: [{ layout: 'hero', share: 2 }], url: 'ftp:x' });
    expect(problems).toEqual([
      { file: 'a.json', field: 'cron', got: '5', allowed: 'text' },
      { file: 'a.json', field: 'list[0].layout', got: '"hero"', allowed: '"lead", "cards"' },
      { file: 'a.json', field: 'list[0].share', got: '2', allowed: 'at most 1' },
      { file: 'a.json', field: 'url', got: '"ftp:x"', allowed: 'begins with https:' },
    ]);
  });

  test('says nothing where a field is absent, and counts items', () => {
    expect(found({ list: [], url: 'https:x' })).toEqual([
      { file: 'a.json', field: 'cron', got: 'nothing', allowed: 'text' },
      { file: 'a.json', field: 'list', got: '[]', allowed: 'at least 1 item' },
    ]);
  });

  test('offers the nearest key for an unknown one', () => {
    const problems = found({ cron: '', corn: 'x', zebra: 1, list: [{ layout: 'lead', share: 1 }], url: 'https:x' });
    expect(problems).toEqual([
      { file: 'a.json', field: 'corn', got: '"x"', allowed: 'no key of this name; did you mean cron?' },
      { file: 'a.json', field: 'zebra', got: '1', allowed: 'no key of this name' },
    ]);
  });

  test('says each side of a union', () => {
    expect(found({ cron: '', list: [{ layout: 'lead', share: 1 }], url: 'https:x', either: true })).toMatchObject([
      { field: 'either', got: 'true', allowed: 'text, or a number' },
    ]);
  });
});

describe('closest', () => {
  test.each([
    ['tittle', 'title'],
    ['corn', 'cron'],
    ['Cron', 'cron'],
    ['schedlue', 'schedule'],
  ])('%s is near %s', (word, expected) => {
    expect(closest(word, ['title', 'cron', 'schedule'])).toBe(expected);
  });

  test('nothing is near a word of its own', () => {
    expect(closest('zebra', ['title', 'cron', 'schedule'])).toBeNull();
  });
});
