import { describe, expect, test } from '@jest/globals';
import { detectFormat, importers } from '../../../adapters/import/importers.ts';
import { PressrunError } from '../../../core/errors.ts';
import type { Article } from '../../../core/model/article.ts';
import type { ImportFile } from '../../../core/model/import.ts';
import type { ArticleStore } from '../../../core/ports.ts';
import { type GatherLine, type GatherOptions, gather, type UnreadableFile } from '../../../core/stages/gather.ts';
import { createMemoryArticleStore } from '../../fakes/memory-article-store.ts';

const options: GatherOptions = { publicationUrl: 'https://news.example.org', importedAt: '2026-11-23T12:00:00.000Z' };
const file = (reference: string, content: unknown): ImportFile => ({
  reference,
  bytes: new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content)),
});
const json = (id: string, fields: object = {}) =>
  file(`${id}.json`, { id, headline: id.toUpperCase(), publishedAt: '2026-11-22T00:00:00Z', ...fields });
const story = (id: string, elements: unknown[] = []) => ({
  type: 'story',
  version: '0.10.11',
  _id: id,
  headlines: { basic: id },
  content_elements: elements,
});

async function run(
  files: (ImportFile | UnreadableFile)[],
  articles: Pick<ArticleStore, 'get' | 'put'> = createMemoryArticleStore(),
  more: Partial<GatherOptions> = {},
): Promise<GatherLine[]> {
  const lines: GatherLine[] = [];
  for await (const line of gather(files, { ...options, ...more }, { articles, importers, detectFormat }))
    lines.push(line);
  return lines;
}
const brief = (lines: GatherLine[]) => lines.map(({ file, outcome, name }) => [file, outcome, name]);

describe('gather', () => {
  test('takes every good article, and says of each bad one why', async () => {
    const articles = createMemoryArticleStore();
    const lines = await run(
      [
        json('a'),
        file('b.json', [{ id: 'b', headline: 'B' }, { id: 'c' }]),
        file('d.json', '{ broken'),
        { reference: 'e.json', unreadable: 'permission denied' },
        file('f.jpg', 'not an article'),
        file('g.md', '# G\n\ntext'),
      ],
      articles,
    );
    expect(brief(lines)).toEqual([
      ['a.json', 'added', 'A'],
      ['b.json', 'added', 'B'],
      ['b.json', 'refused', 'c'],
      ['d.json', 'refused', null],
      ['e.json', 'refused', null],
      ['f.jpg', 'refused', null],
      ['g.md', 'added', 'G'],
    ]);
    expect(lines.filter(({ outcome }) => outcome === 'refused').map(({ problems }) => problems[0])).toEqual([
      { file: 'b.json', field: '[1].headline', got: 'nothing', allowed: 'text' },
      { file: 'd.json', field: '', line: 1, column: 3, got: '"broken"', allowed: expect.stringMatching(/^JSON/) },
      { file: 'e.json', field: '', got: 'permission denied', allowed: 'a file that can be read' },
      {
        file: 'f.jpg',
        field: '',
        got: 'a format that cannot be told',
        allowed: 'json, ans, feed, html, markdown; --format names it',
      },
    ]);
    expect(await articles.get('b')).toMatchObject({ headline: 'B', source: { format: 'json', reference: 'b.json' } });
  });

  test('says what changed, and keeps the newer of two versions', async () => {
    const articles = createMemoryArticleStore();
    const outcome = async (fields: object) => (await run([json('a', fields)], articles))[0]?.outcome;
    expect(await outcome({ updatedAt: '2026-11-22T10:00:00Z' })).toBe('added');
    expect(await outcome({ updatedAt: '2026-11-22T10:00:00Z' })).toBe('unchanged');
    expect(await outcome({ updatedAt: '2026-11-22T11:00:00Z', headline: 'New' })).toBe('updated');
    expect(await outcome({ updatedAt: '2026-11-22T10:00:00Z', headline: 'Old' })).toBe('kept-newer');
    expect(await articles.get('a')).toMatchObject({ headline: 'New' });
  });

  test('publishes an article without a date once, when it is first imported', async () => {
    const articles = createMemoryArticleStore();
    const undated = { publishedAt: undefined };
    const later = { importedAt: '2026-12-01T00:00:00.000Z' };
    await run([json('a', undated)], articles);
    expect((await run([json('a', undated)], articles, later))[0]?.outcome).toBe('unchanged');
    expect((await run([json('a', { ...undated, headline: 'New' })], articles, later))[0]?.outcome).toBe('updated');
    expect(await articles.get('a')).toMatchObject({ headline: 'New', publishedAt: options.importedAt });
  });

  test('resolves references between the files of one import, in any order', async () => {
    const articles = createMemoryArticleStore();
    const reference = (type: string, id: string) => ({ type: 'reference', referent: { type, id } });
    const image = { _id: 'I', type: 'image', version: '0.10.1', url: 'https://img.example.org/i.jpg' };
    const lines = await run(
      [
        file('1.json', {
          ...story('S1', [
            { type: 'text', content: 'x' },
            reference('image', 'I'),
            reference('story', 'S2'),
            reference('image', 'NOWHERE'),
          ]),
          credits: { by: [reference('author', 'A')] },
        }),
        file('2.json', story('S2')),
        file('3.json', image),
        file('4.json', { _id: 'A', type: 'author', name: 'Jo Doe' }),
        file('5.json', { ...story('S3', [reference('image', 'I')]) }),
      ],
      articles,
    );
    expect(brief(lines)).toEqual([
      ['2.json', 'added', 'S2'],
      ['3.json', 'no-article', null],
      ['4.json', 'no-article', null],
      ['5.json', 'added', 'S3'],
      ['1.json', 'added', 'S1'],
    ]);
    const one: Article | null = await articles.get('S1');
    expect(one?.byline).toEqual(['Jo Doe']);
    expect(one?.body).toMatchObject([{ type: 'paragraph' }, { type: 'image', image: { url: image.url } }]);
    // S2 has no address, so the reference to it is no link: that is said, as is the picture that is not there.
    expect(lines.at(-1)?.notes.map(({ field }) => field)).toEqual(['content_elements[2]', 'content_elements[3]']);
    expect((await articles.get('S3'))?.image?.url).toBe(image.url);
  });

  test('says of a file that is good and holds no article that it holds none', async () => {
    const collection = {
      type: 'collection',
      version: '0.10.1',
      content_elements: [{ type: 'promo_reference', referent: { type: 'story', id: 'X' } }],
    };
    expect(await run([file('c.json', collection)])).toMatchObject([
      { outcome: 'no-article', format: 'ans', notes: [{ note: 'refers to story "X", which is not in this import' }] },
    ]);
  });

  test('takes the format it is told', async () => {
    const lines = await run([file('a.json', story('S'))], createMemoryArticleStore(), { format: 'json' });
    expect(lines).toMatchObject([{ format: 'json', outcome: 'refused' }]);
  });

  test('goes on where an importer breaks its promise', async () => {
    const broken = {
      ...importers,
      markdown: () => {
        throw new RangeError('Maximum call stack size exceeded');
      },
    };
    const lines: GatherLine[] = [];
    const ports = { articles: createMemoryArticleStore(), importers: broken, detectFormat };
    for await (const line of gather([file('a.md', '# A'), json('b')], options, ports)) lines.push(line);
    expect(brief(lines)).toEqual([
      ['a.md', 'refused', null],
      ['b.json', 'added', 'B'],
    ]);
    expect(lines[0]?.problems[0]?.got).toContain('Maximum call stack');
  });

  test('goes on where one stored article is damaged, and stops where the store cannot be written', async () => {
    const store = createMemoryArticleStore();
    const failing = (code: 'STORE_CORRUPT' | 'STORE_UNAVAILABLE') => ({
      get: store.get,
      put: async (article: Article) => {
        if (article.id === 'a') throw new PressrunError(code, 'a.json is not JSON.');
        return store.put(article);
      },
    });
    expect(brief(await run([json('a'), json('b')], failing('STORE_CORRUPT')))).toEqual([
      ['a.json', 'refused', 'A'],
      ['b.json', 'added', 'B'],
    ]);
    await expect(run([json('c'), json('a')], failing('STORE_UNAVAILABLE'))).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
    expect(await store.get('c')).not.toBeNull();
  });

  test('lets go of each file when it is done', async () => {
    const seen: string[] = [];
    async function* files() {
      for (const id of ['a', 'b', 'c']) {
        seen.push(`read ${id}`);
        yield json(id);
      }
    }
    const ports = { articles: createMemoryArticleStore(), importers, detectFormat };
    for await (const line of gather(files(), options, ports)) seen.push(`stored ${line.articleId}`);
    expect(seen).toEqual(['read a', 'stored a', 'read b', 'stored b', 'read c', 'stored c']);
  });
});
