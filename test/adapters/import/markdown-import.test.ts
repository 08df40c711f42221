import { describe, expect, test } from '@jest/globals';
import { importMarkdown } from '../../../adapters/import/markdown-import.ts';
import { articleFrom, context, fileOf, fixture, refusals, theOne } from './import-fixture.ts';

const matter = (yaml: string, text = 'Text') => `---\n${yaml}\n---\n\n${text}\n`;
const read = (yaml: string, text?: string) => articleFrom(importMarkdown, matter(yaml, text));

describe('a Markdown file', () => {
  const { article, notes } = theOne(
    importMarkdown({ ...fixture('story.md'), path: 'food/Fish and Chips.md' }, context),
  );

  test('has its fields from the front matter', () => {
    expect({ ...article, body: [] }).toEqual({
      id: 'food-fish-and-chips',
      headline: 'Fish & chips',
      url: null,
      dek: 'How the dish came to be',
      kicker: 'Food',
      byline: ['Jo Doe', 'Max Roe'],
      dateline: null,
      language: 'en-GB',
      publishedAt: '2026-11-23T12:00:00.000Z',
      updatedAt: null,
      section: { path: '/world/food', name: 'Food' },
      tags: ['fish', '2026'],
      image: {
        url: 'https://news.example.org/img/fish.jpg',
        alt: 'A plate',
        caption: null,
        credit: 'Ann Lens',
        width: null,
        height: null,
      },
      body: [],
      corrections: [],
      embargoUntil: null,
      channels: null,
      distributor: null,
      source: { format: 'markdown', reference: 'story.md' },
    });
  });

  test('has its text in blocks, letter for letter', () => {
    const half = { type: 'list', ordered: false, items: [{ html: 'half', list: null }] };
    expect(article.body).toEqual([
      { type: 'paragraph', html: 'First, "straight" quotes -- and {{ liquid }} <b>and</b> it\'s <em>all</em> text.' },
      {
        type: 'image',
        image: {
          url: 'https://news.example.org/img/peas.jpg',
          alt: 'Peas',
          caption: 'Mushy peas',
          credit: null,
          width: null,
          height: null,
        },
      },
      { type: 'table', header: ['Year', 'Price'], rows: [['1990', '<s>1</s> 2']], caption: null },
      { type: 'quote', style: 'block', paragraphs: ['Nothing like it.'], citation: null },
      {
        type: 'list',
        ordered: true,
        items: [
          { html: 'One', list: half },
          { html: 'Two', list: null },
        ],
      },
      { type: 'paragraph', html: '<code>if (a &lt; b)<br>\u00a0\u00a0return;</code>' },
      { type: 'paragraph', html: 'Raw HTML' },
      { type: 'paragraph', html: '[bad](javascript:alert(1)) <a href="https://news.example.org/good">good</a>' },
    ]);
  });

  test('names what is kept out', () => {
    expect(notes).toEqual([
      { field: 'weight', note: 'front matter that Pressrun does not read' },
      { field: '', note: 'kept out of the text: script' },
    ]);
  });

  test('has its first heading for a headline where the front matter has none', () => {
    expect(articleFrom(importMarkdown, '# The *headline*\n\nText')).toMatchObject({
      headline: 'The headline',
      body: [{ html: 'Text' }],
    });
    expect(read('headline: One', '# Another\n\nText').body).toHaveLength(2);
  });

  test('has the id of its front matter, else of its path', () => {
    expect(read('{ headline: H, id: abc }').id).toBe('abc');
    expect(read('headline: H\nid: 7').id).toBe('7');
    expect(read('headline: H').id).toBe('file');
  });

  test('takes every field under its own name', () => {
    const article = read(
      [
        ...[
          'headline: H',
          'url: /h',
          'byline: Jo',
          'dateline: PORT ELLEN',
          'publishedAt: 2026-11-23',
          'updatedAt: 2026-11-23T13:00:00Z',
        ],
        ...[
          'section: { path: /world/asia, name: Asia }',
          'embargoUntil: 2026-11-24T00:00:00Z',
          'channels: [email, web]',
          'distributor: Wire',
        ],
        ...['corrections: [Plain, { text: Dated, at: 2026-11-23T14:00:00Z }]', 'image: /i.jpg', 'draft: false'],
      ].join('\n'),
    );
    expect(article).toMatchObject({
      url: 'https://news.example.org/h',
      byline: ['Jo'],
      dateline: 'PORT ELLEN',
      publishedAt: '2026-11-23T00:00:00.000Z',
      updatedAt: '2026-11-23T13:00:00.000Z',
      section: { path: '/world/asia', name: 'Asia' },
      embargoUntil: '2026-11-24T00:00:00.000Z',
      channels: ['email', 'web'],
      distributor: 'Wire',
      corrections: [
        { text: 'Plain', at: null },
        { text: 'Dated', at: '2026-11-23T14:00:00.000Z' },
      ],
      image: { url: 'https://news.example.org/i.jpg' },
    });
  });

  test.each([
    ['Only text', 'headline: nothing → a headline, here or as the first heading'],
    [matter('title: H\ndate: yesterday'), 'date: "yesterday" → a date such as 2026-11-23T07:00:00-05:00'],
    [matter('title: { a: 1 }'), 'title: {"a":1} → text'],
    [matter('title: H\ndraft: true'), 'draft: true → an article that is not a draft'],
    [matter('title: H\npublished: false'), 'published: false → an article that is not a draft'],
    [matter('title: H\ntags: { a: b }'), 'tags: {"a":"b"} → text, or a list of texts'],
    [matter('- a list'), ': ["a list"] → front matter of the form "key: value"'],
    ['---\ntitle: H\n', ': front matter without an end → a line of "---" after it'],
    ['+++\ntitle = "H"\n+++\n', ': "+++" → front matter in YAML, between two lines of "---"'],
  ])('%j is refused', (content, reason) => {
    expect(refusals(importMarkdown(fileOf(content), context))).toEqual([reason]);
  });

  test.each([
    'a: [1',
    'a: 1\na: 2',
    `a: ${'['.repeat(20_000)}`,
    'a: &x [*x]',
    `a: &a0 [1]\n${Array.from({ length: 30 }, (_, n) => `k${n}: &a${n + 1} [*a${n},*a${n}]`).join('\n')}`,
    `a: ${'x'.repeat(70_000)}`,
  ])('YAML that is broken or a trap is refused: %#', (yaml) => {
    expect(importMarkdown(fileOf(matter(yaml)), context).refused[0]?.problems[0]).toMatchObject({
      file: 'file',
      field: '',
    });
  });

  test('says at which line YAML is broken', () => {
    expect(importMarkdown(fileOf(matter('title: H\ntitle: I')), context).refused[0]?.problems).toEqual([
      {
        file: 'file',
        field: '',
        line: 3,
        column: 1,
        got: 'front matter that is no YAML (map keys must be unique)',
        allowed: 'front matter of the form "key: value"',
      },
    ]);
  });
});
