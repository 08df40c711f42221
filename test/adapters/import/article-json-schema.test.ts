import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { importAns } from '../../../adapters/import/ans-import.ts';
import { articleFields, articleJsonSchema } from '../../../adapters/import/article-json-schema.ts';
import { jsonArticleSchema } from '../../../adapters/import/json-import.ts';
import { context, fixture, theOne } from './import-fixture.ts';

const schema = z.fromJSONSchema(articleJsonSchema());
const accepts = (value: unknown) => schema.safeParse(value).success;

describe('article.schema.json', () => {
  test('describes every field of an article, and no other', () => {
    expect(Object.keys(articleFields).sort()).toEqual(Object.keys(jsonArticleSchema.shape).sort());
  });

  test('takes an article with every block, one or in a list, and refuses what the import refuses', () => {
    const { article } = theOne(importAns(fixture('ans-every-element.json'), context));
    expect(accepts(article)).toBe(true);
    expect(accepts([article, { id: 'a', headline: 'H' }])).toBe(true);
    for (const bad of [
      { headline: 'H' },
      { ...article, colour: 'red' },
      { ...article, body: [{ type: 'video' }] },
      [],
      'x',
    ]) {
      expect(accepts(bad)).toBe(false);
    }
  });

  test('names what its parts are', () => {
    expect(JSON.stringify(articleJsonSchema())).not.toContain('__schema');
  });
});
