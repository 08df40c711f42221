import { describe, expect, test } from '@jest/globals';
import { type Article, type ArticleInput, articleSchema } from '../../core/model/article.ts';
import type { ArticleStore } from '../../core/ports.ts';

const article = (fields: Partial<ArticleInput> = {}): Article =>
  articleSchema.parse({
    id: 'https://news.example.org/a?b=1&c=é',
    headline: 'A headline — with “quotes”',
    publishedAt: '2026-03-02T07:00:00Z',
    updatedAt: '2026-03-02T08:00:00Z',
    body: [{ type: 'paragraph', html: 'One <b>two</b>' }],
    source: { format: 'json', reference: 'a.json' },
    ...fields,
  });

const collect = async (store: ArticleStore) => {
  const all: Article[] = [];
  for await (const one of store.all()) all.push(one);
  return all.sort((one, other) => (one.id < other.id ? -1 : 1));
};

/** What every article store promises. `create` gives an empty one. */
export function articleStoreContract(name: string, create: () => Promise<ArticleStore>): void {
  describe(`article store: ${name}`, () => {
    test('is empty at first', async () => {
      const store = await create();
      expect(await store.get('a')).toBeNull();
      expect(await collect(store)).toEqual([]);
    });

    test('gives back what was put', async () => {
      const store = await create();
      expect(await store.put(article())).toBe('added');
      expect(await store.get(article().id)).toEqual(article());
      expect(await collect(store)).toEqual([article()]);
    });

    test('says when nothing changed, wherever the article came from', async () => {
      const store = await create();
      await store.put(article());
      expect(await store.put(article({ source: { format: 'ans', reference: 'b.json' } }))).toBe('unchanged');
      expect(await store.get(article().id)).toEqual(article());
    });

    test('keeps the newer of two versions, whichever comes last', async () => {
      const store = await create();
      const older = article({ headline: 'Older', updatedAt: '2026-03-02T07:59:59.999Z' });
      expect(await store.put(older)).toBe('added');
      expect(await store.put(article())).toBe('updated');
      expect(await store.put(older)).toBe('kept-newer');
      expect(await store.get(article().id)).toEqual(article());
    });

    test('judges a version without `updatedAt` by when it was published', async () => {
      const store = await create();
      await store.put(article({ updatedAt: null, publishedAt: '2026-03-02T09:00:00Z' }));
      expect(await store.put(article())).toBe('kept-newer');
    });

    test('takes the later of two versions that are equally old', async () => {
      const store = await create();
      await store.put(article());
      expect(await store.put(article({ headline: 'Mended' }))).toBe('updated');
      expect(await store.get(article().id)).toMatchObject({ headline: 'Mended' });
    });

    test('tells ids apart that a file system would not', async () => {
      const store = await create();
      const ids = ['A', 'a', '../a', 'a/b', 'a\\b', 'é', 'e\u0301', '.', 'con', 'x'.repeat(200)];
      for (const id of ids) expect(await store.put(article({ id, headline: id }))).toBe('added');
      for (const id of ids) expect((await store.get(id))?.headline).toBe(id);
      expect(await collect(store)).toHaveLength(ids.length);
    });

    test('ends with the newest of versions put at once', async () => {
      const store = await create();
      const hours = [5, 9, 1, 7, 3, 8, 2, 6, 4];
      await Promise.all(hours.map((hour) => store.put(article({ updatedAt: `2026-03-03T0${hour}:00:00Z` }))));
      expect(await store.get(article().id)).toEqual(article({ updatedAt: '2026-03-03T09:00:00Z' }));
    });
  });
}
