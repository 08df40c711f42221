import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createS3Archive } from '../../../adapters/aws/s3-archive.ts';
import { createS3ArticleStore } from '../../../adapters/aws/s3-article-store.ts';
import { createS3Client } from '../../../adapters/aws/s3-bucket.ts';
import { type Article, articleSchema } from '../../../core/model/article.ts';
import { archiveContract } from '../../contracts/archive.ts';
import { articleStoreContract } from '../../contracts/article-store.ts';
import { type S3Emulator, startS3 } from '../../emulators/s3.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const clientOf = ({ endpoint }: S3Emulator) =>
  createS3Client({ endpoint, region: 'eu-west-1', forcePathStyle: true, credentials });

let s3: S3Emulator;
let buckets = 0;
const bucket = () => ({ client: clientOf(s3), name: `bucket-${++buckets}` });

beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

archiveContract('S3', async () => createS3Archive(bucket()));
articleStoreContract('S3', async () => createS3ArticleStore(bucket()));

describe('archive: S3 where writers meet', () => {
  test('of twenty writers in one window, the losers answered 409, one wins', async () => {
    const slow = await startS3({ conflictWindow: 20 });
    const archive = createS3Archive({ client: clientOf(slow), name: 'archive' });
    const writes = Array.from({ length: 20 }, (_, index) => archive.put('a/2026-03-02', 'name', `writer ${index}`));
    const results = await Promise.allSettled(writes);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await slow.close();
  });

  test('a refusal that is no conflict is said to be one of the store', async () => {
    const broken = await startS3({ fault: () => ({ status: 403, code: 'AccessDenied' }) });
    const archive = createS3Archive({ client: clientOf(broken), name: 'archive' });
    await expect(archive.put('a/2026-03-02', 'name', 'x')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await broken.close();
  });

  test('lists more than a page', async () => {
    const archive = createS3Archive(bucket());
    const names = Array.from({ length: 1_005 }, (_, index) => `n/${String(index).padStart(5, '0')}`);
    for (const name of names) {
      s3.objects.set(`bucket-${buckets}/a/2026-03-02/${name}`, {
        bytes: Buffer.from('x'),
        etag: '"x"',
        contentType: '',
      });
    }
    expect(await archive.list('a/2026-03-02', 'n/')).toEqual(names);
  });
});

describe('article store: S3', () => {
  const article = (id: string, change: Partial<Article> = {}): Article =>
    articleSchema.parse({
      id,
      headline: 'A headline',
      publishedAt: '2026-03-02T10:00:00Z',
      source: { format: 'json', reference: 'test' },
      ...change,
    });

  test('keeps the newer of two versions', async () => {
    const store = createS3ArticleStore(bucket());
    expect(await store.put(article('a'))).toBe('added');
    expect(await store.put(article('a'))).toBe('unchanged');
    expect(await store.put(article('a', { updatedAt: '2026-03-02T11:00:00.000Z' }))).toBe('updated');
    expect(await store.put(article('a'))).toBe('kept-newer');
    expect((await store.get('a'))?.updatedAt).toBe('2026-03-02T11:00:00.000Z');
    expect(await store.get('b')).toBeNull();
  });

  test('of importers at once the newest stands', async () => {
    const store = createS3ArticleStore(bucket());
    const minutes = Array.from({ length: 8 }, (_, index) => `2026-03-02T11:0${index}:00.000Z`);
    await Promise.all(minutes.map((updatedAt) => store.put(article('a', { updatedAt }))));
    expect((await store.get('a'))?.updatedAt).toBe(minutes.at(-1));
  });

  test('holds any id, and passes an unreadable object over', async () => {
    const store = createS3ArticleStore(bucket());
    const ids = ['a/b?c#d', 'ünïcode', '語'.repeat(200)];
    for (const id of ids) await store.put(article(id));
    s3.objects.set(`bucket-${buckets}/articles/bad.json`, { bytes: Buffer.from('{'), etag: '"x"', contentType: '' });
    const unreadable: string[] = [];
    const found: string[] = [];
    for await (const { id } of store.all((file) => unreadable.push(file))) found.push(id);
    expect(found.sort()).toEqual([...ids].sort());
    expect(unreadable).toEqual(['articles/bad.json']);
    const strict = async () => {
      for await (const { id } of store.all()) found.push(id);
    };
    await expect(strict()).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  });
});
