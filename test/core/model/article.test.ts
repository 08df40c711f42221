import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { articleSchema } from '../../../core/model/article.ts';
import { blockTypes } from '../../../core/model/block.ts';

const source = { format: 'json', reference: 'a.json' } as const;

describe('article', () => {
  test('fills what is absent with null or an empty list', () => {
    const article = articleSchema.parse({
      id: 'a',
      headline: ' Two\n lines ',
      publishedAt: '2026-11-23T07:00:00-05:00',
      source,
    });
    expect(article).toMatchObject({
      headline: 'Two lines',
      dek: null,
      byline: [],
      publishedAt: '2026-11-23T12:00:00.000Z',
    });
  });

  test('takes blocks in blocks', () => {
    const body = [
      {
        type: 'box',
        title: 'What to know',
        blocks: [{ type: 'list', items: [{ html: 'one', list: { type: 'list', items: [{ html: 'two' }] } }] }],
      },
    ];
    const article = articleSchema.parse({ id: 'a', headline: 'h', publishedAt: '2026-11-23T12:00:00Z', source, body });
    expect(article.body[0]).toMatchObject({ blocks: [{ items: [{ list: { ordered: false } }] }] });
  });

  test('names an unknown block type by its path', () => {
    const result = articleSchema.safeParse({
      id: 'a',
      headline: 'h',
      publishedAt: '2026-11-23T12:00:00Z',
      source,
      body: [{ type: 'video' }],
    });
    expect(result.error?.issues[0]?.path).toEqual(['body', 0, 'type']);
  });

  test('has a JSON Schema', () => {
    expect(JSON.stringify(z.toJSONSchema(articleSchema, { io: 'input' }))).toContain('"const":"embed"');
    expect(blockTypes).toContain('list');
  });
});
