import { describe, expect, test } from '@jest/globals';
import { importJson } from '../../../adapters/import/json-import.ts';
import { articleSchema } from '../../../core/model/article.ts';
import { articleFrom, context, fileOf, refusals, theOne } from './import-fixture.ts';

const article = (fields: object = {}) => ({
  id: 'a',
  headline: 'H',
  publishedAt: '2026-11-23T07:00:00-05:00',
  ...fields,
});
const read = (fields: object = {}) => articleFrom(importJson, article(fields));

describe('Pressrun’s own JSON', () => {
  test('is one article, or a list', () => {
    expect(read()).toEqual(articleSchema.parse({ ...article(), source: { format: 'json', reference: 'file' } }));
    const result = importJson(fileOf([article(), { id: 'b' }, article({ id: 'c' })]), context);
    expect(result.articles.map(({ article: { id } }) => id)).toEqual(['a', 'c']);
    expect(result.refused).toMatchObject([
      { article: 'b', problems: [{ field: '[1].headline', got: 'nothing', allowed: 'text' }] },
    ]);
  });

  test('is imported again just as it was stored', () => {
    const stored = read({ body: [{ type: 'paragraph', html: 'a &amp; b' }] });
    expect(articleFrom(importJson, stored)).toEqual(stored);
  });

  test('has relative addresses resolved', () => {
    const body = [
      { type: 'image', image: { url: 'in.jpg' } },
      { type: 'link', url: '/l', title: 'L' },
      { type: 'paragraph', html: '<a href="p">p</a>' },
    ];
    expect(read({ url: '/world/a', image: { url: 'lead.jpg' }, body })).toMatchObject({
      url: 'https://news.example.org/world/a',
      image: { url: 'https://news.example.org/world/lead.jpg' },
      body: [
        { image: { url: 'https://news.example.org/world/in.jpg' } },
        { url: 'https://news.example.org/l' },
        { html: '<a href="https://news.example.org/world/p">p</a>' },
      ],
    });
  });

  test('has its rich text sanitised wherever it stands', () => {
    const bad = '<b>x</b><script>y</script>{{ z }}';
    const good = '<b>x</b>{{ z }}';
    const body = [
      { type: 'paragraph', html: bad },
      { type: 'heading', html: bad },
      { type: 'quote', paragraphs: [bad], citation: bad },
      { type: 'list', items: [{ html: bad, list: { type: 'list', items: [{ html: bad }] } }] },
      { type: 'table', header: [bad], rows: [[bad]] },
      { type: 'correction', html: bad },
      { type: 'box', blocks: [{ type: 'paragraph', html: bad }] },
    ];
    const text = JSON.stringify(read({ body }).body);
    expect(text).not.toContain('script');
    expect(text.split(JSON.stringify(good)).length - 1).toBe(10);
  });

  test('drops what says nothing, and says so', () => {
    const { article: one, notes } = theOne(
      importJson(
        fileOf(article({ body: [{ type: 'paragraph', html: '<script>x</script>' }, { type: 'divider' }] })),
        context,
      ),
    );
    expect(one.body).toEqual([{ type: 'divider' }]);
    expect(notes).toEqual([{ field: 'body[0]', note: 'paragraph kept out: it says nothing' }]);
  });

  test('may leave out its date', () => {
    expect(theOne(importJson(fileOf(article({ publishedAt: undefined })), context))).toMatchObject({
      dated: false,
      article: { publishedAt: context.importedAt },
    });
  });

  test.each([
    [{ headline: ' ' }, 'headline: " " → must not be empty'],
    [{ id: 'a b' }, 'id: "a b" → an id is 1 to 200 characters without white space'],
    [
      { publishedAt: 'soon' },
      'publishedAt: "soon" → an instant is ISO 8601 with an offset, such as 2026-11-23T07:00:00-05:00',
    ],
    [{ url: 'javascript:x' }, 'url: "javascript:x" → a URL is absolute and begins with https:// or http://'],
    [{ colour: 'red' }, 'colour: "red" → no key of this name'],
    [
      { body: [{ type: 'video' }] },
      'body[0].type: "video" → "paragraph", "heading", "quote", "link", "image", "table", "divider", "correction", "embed", "list", "box"',
    ],
    [
      { body: [{ type: 'image', image: { url: 'data:x' } }] },
      'body[0].image.url: "data:x" → a URL is absolute and begins with https:// or http://',
    ],
  ])('%j is refused', (fields, reason) => {
    expect(refusals(importJson(fileOf(article(fields)), context))).toEqual([reason]);
  });

  test.each(['[]', '5', 'null', '"x"', '[5]', '{'])('%s is refused', (content) => {
    expect(importJson(fileOf(content), context)).toMatchObject({
      articles: [],
      refused: [{ problems: [{ file: 'file' }] }],
    });
  });
});
