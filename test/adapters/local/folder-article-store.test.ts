import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createFolderArticleStore } from '../../../adapters/local/folder-article-store.ts';
import { articleSchema } from '../../../core/model/article.ts';
import { articleStoreContract } from '../../contracts/article-store.ts';
import { createMemoryArticleStore } from '../../fakes/memory-article-store.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'pressrun-articles-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const folder = async () => path.join(await mkdtemp(path.join(root, 'store-')), 'articles');

articleStoreContract('folder', async () => createFolderArticleStore(await folder()));
articleStoreContract('memory', async () => createMemoryArticleStore());

const article = articleSchema.parse({
  id: 'a',
  headline: 'A',
  publishedAt: '2026-03-02T07:00:00Z',
  source: { format: 'json', reference: 'a.json' },
});

describe('folder article store', () => {
  test('leaves nothing but whole articles behind', async () => {
    const where = await folder();
    await createFolderArticleStore(where).put(article);
    expect(await readdir(where)).toEqual([expect.stringMatching(/^[\da-f]{32}\.json$/)]);
  });

  test('is the same store when it is opened again', async () => {
    const where = await folder();
    await createFolderArticleStore(where).put(article);
    expect(await createFolderArticleStore(where).get('a')).toEqual(article);
  });

  test('passes over what a dead process left half written', async () => {
    const where = await folder();
    const store = createFolderArticleStore(where);
    await store.put(article);
    await writeFile(path.join(where, 'x.json.0123.part'), '{"id":');
    const all = [];
    for await (const one of store.all()) all.push(one.id);
    expect(all).toEqual(['a']);
  });

  test('names a file that is no article, gives the rest, and does not write over it', async () => {
    const where = await folder();
    const store = createFolderArticleStore(where);
    await store.put(article);
    const [file = ''] = await readdir(where);
    await writeFile(path.join(where, file), '{"id":"a"}');
    await store.put({ ...article, id: 'b' });
    const unreadable: string[] = [];
    const good: string[] = [];
    for await (const one of store.all((name) => unreadable.push(name))) good.push(one.id);
    expect(unreadable).toEqual([path.join(where, file)]);
    expect(good).toEqual(['b']);
    await expect(store.put(article)).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    await expect(store.get('a')).rejects.toMatchObject({
      problems: [{ field: 'headline' }, { field: 'publishedAt' }, { field: 'source' }],
    });
  });

  test('says so when the folder cannot be written, and takes the next article afterwards', async () => {
    const where = await folder();
    await mkdir(path.dirname(where), { recursive: true });
    await writeFile(where, 'a file, not a folder');
    const store = createFolderArticleStore(where);
    await expect(store.put(article)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await rm(where);
    expect(await store.put(article)).toBe('added');
  });
});
