import { describe, expect, test } from '@jest/globals';
import { importHtml } from '../../../adapters/import/html-import.ts';
import { articleFrom, context, fileOf, fixture, refusals, theOne } from './import-fixture.ts';

const text = `<p>${'A sentence, with commas, that goes on for long enough to be read. '.repeat(4)}</p>`.repeat(3);
const page = (jsonLd: unknown, head = '', body = '') =>
  `<html><head>${head}<script type="application/ld+json">${typeof jsonLd === 'string' ? jsonLd : JSON.stringify(jsonLd)}</script></head><body>${body}</body></html>`;
const news = (fields: object = {}) => ({
  '@context': 'https://schema.org',
  '@type': 'NewsArticle',
  headline: 'H',
  ...fields,
});
const read = (fields: object, head = '', body = '') => articleFrom(importHtml, page(news(fields), head, body));

describe('a page of a newspaper', () => {
  const { article, notes } = theOne(importHtml(fixture('page.html'), context));

  test('is read by its JSON-LD', () => {
    expect({ ...article, body: [] }).toEqual({
      id: 'https://paper.example.org/world/river',
      headline: 'The river & the town',
      url: 'https://paper.example.org/world/river',
      dek: 'It moved a mile.',
      kicker: null,
      byline: ['Jo Doe', 'Max Roe', 'Sam Poe'],
      dateline: 'PORT ELLEN',
      language: 'en',
      publishedAt: '2026-11-22T12:00:00.000Z',
      updatedAt: '2026-11-23T12:00:00.000Z',
      section: { path: '/world', name: 'World' },
      tags: ['floods', 'rivers', 'towns'],
      image: {
        url: 'https://paper.example.org/img/river.jpg',
        alt: 'A river in flood',
        caption: 'The river.',
        credit: 'Ann Lens',
        width: 1200,
        height: 800,
      },
      body: [],
      corrections: [{ text: 'It was a mile, not two.', at: '2026-11-23T00:00:00.000Z' }],
      embargoUntil: null,
      channels: null,
      distributor: null,
      source: { format: 'html', reference: 'page.html' },
    });
    expect(notes.map(({ note }) => note)).toEqual([
      '"{ not json }" is not JSON; passed over',
      '"2026-11-23" names no time zone; UTC is taken',
    ]);
  });

  test('gives its text, without headline, lead picture and what stands around', () => {
    expect(article.body.map(({ type }) => type)).toEqual([
      'paragraph',
      'paragraph',
      'heading',
      'list',
      'quote',
      'paragraph',
    ]);
    expect(article.body[1]).toMatchObject({
      html: expect.stringContaining('<a href="https://paper.example.org/map">the map</a>'),
    });
  });
});

describe('JSON-LD', () => {
  test.each([
    ['a list', [{ '@type': 'WebPage' }, news()]],
    ['a graph', { '@context': 'https://schema.org', '@graph': [news()] }],
    ['a node within a node', { '@type': 'WebPage', mainEntity: news() }],
    ['a full type', news({ '@type': 'http://schema.org/NewsArticle' })],
    ['a type below it', news({ '@type': 'OpinionNewsArticle' })],
    ['a list of types', news({ '@type': ['CreativeWork', 'Article'] })],
    ['a comment around it', `<!-- ${JSON.stringify(news())} -->`],
  ])('is found in %s', (_, jsonLd) => {
    expect(articleFrom(importHtml, page(jsonLd, '<title>T</title>')).headline).toBe('H');
  });

  test.each([
    ['text', 'Jo Doe', ['Jo Doe']],
    ['an object', { '@type': 'Person', name: 'Jo Doe' }, ['Jo Doe']],
    ['a list', ['Jo Doe', { name: 'Max Roe' }], ['Jo Doe', 'Max Roe']],
    ['a list of names', { name: ['Jo Doe'] }, ['Jo Doe']],
    ['an address', 'https://social.example.com/jo', []],
  ])('has an author as %s', (_, author, byline) => {
    expect(read({ author }).byline).toEqual(byline);
  });

  test.each([
    ['text', '/i.jpg'],
    ['an object', { '@type': 'ImageObject', url: '/i.jpg' }],
    ['a list', ['/i.jpg', '/j.jpg']],
    ['a list of objects', [{ url: ['/i.jpg'] }]],
    ['a reference', { '@id': '/i.jpg' }],
  ])('has a picture as %s', (_, image) => {
    expect(read({ image }).image?.url).toBe('https://news.example.org/i.jpg');
  });

  test('has sections and keywords as text or lists', () => {
    expect(
      read({ articleSection: 'World News', keywords: ['a', { '@type': 'DefinedTerm', name: 'b' }, 'a'] }),
    ).toMatchObject({ section: { path: '/world-news', name: 'World News' }, tags: ['a', 'b'] });
    expect(read({ isPartOf: { '@type': 'CreativeWork', name: 'Series' } }).section?.name).toBe('Series');
    expect(read({ isPartOf: [{ '@type': ['WebSite'], name: 'Site' }] }).section).toBeNull();
  });

  test('gives the text where the page has none, or less', () => {
    expect(read({ articleBody: 'One.\n\nTwo & three.' }).body).toEqual([
      { type: 'paragraph', html: 'One.' },
      { type: 'paragraph', html: 'Two &amp; three.' },
    ]);
    expect(read({ articleBody: '<p>One.</p><p>Two.</p>' }).body).toHaveLength(2);
    expect(
      read({ articleBody: 'Something else altogether. '.repeat(60) }, '', `<article>${text}</article>`).body[0],
    ).toMatchObject({ html: expect.stringMatching(/^Something else/) });
    const told = text.replace(/<[^>]+>/g, ' ');
    expect(
      read({ articleBody: told }, '', `<article>${text}<p><b>More</b> ${told}</p></article>`).body.length,
    ).toBeGreaterThan(1);
  });

  test('resolves against the page, and the page against the publication', () => {
    const article = read({ url: '/world/a', image: 'a.jpg' });
    expect(article).toMatchObject({
      id: 'https://news.example.org/world/a',
      image: { url: 'https://news.example.org/world/a.jpg' },
    });
  });

  test('nested without end is passed over', () => {
    const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
    expect(theOne(importHtml(fileOf(page(deep, '<title>T</title>', text)), context)).notes[0]?.note).toMatch(/nested/);
  });
});

describe('a page without JSON-LD', () => {
  test('is read by its metadata', () => {
    const head = `<title>T | Paper</title><base href="https://cdn.example.org/x/"><meta property="og:title" content="Fish &amp;amp; chips"><meta property="og:url" content="https://paper.example.org/a">
      <meta name="description" content="Dek"><meta name="author" content="By Jo Doe"><meta property="article:published_time" content="2026-11-23T12:00:00Z"><meta property="article:section" content="Food">
      <meta property="article:tag" content="a"><meta property="article:tag" content="b"><meta property="og:image" content="i.jpg"><meta property="og:locale" content="en_GB">`;
    expect(
      articleFrom(importHtml, `<html><head>${head}</head><body><article>${text}</article></body></html>`),
    ).toMatchObject({
      id: 'https://paper.example.org/a',
      headline: 'Fish & chips',
      dek: 'Dek',
      byline: ['Jo Doe'],
      language: 'en-GB',
      publishedAt: '2026-11-23T12:00:00.000Z',
      section: { path: '/food', name: 'Food' },
      tags: ['a', 'b'],
      image: { url: 'https://cdn.example.org/x/i.jpg' },
      body: [{ type: 'paragraph' }, { type: 'paragraph' }, { type: 'paragraph' }],
    });
  });

  test('has its h1, else its title, for a headline', () => {
    expect(articleFrom(importHtml, `<title>T</title><h1>The <i>one</i></h1>${text}`).headline).toBe('The one');
    expect(articleFrom(importHtml, `<title>T</title>${text}`).headline).toBe('T');
  });

  test('is known by its file', () => {
    expect(articleFrom(importHtml, `<h1>H</h1>${text}`).id).toMatch(/^file-[\da-f]{12}$/);
  });

  test.each([
    [`<html><body>${text}</body></html>`, 'headline: nothing → a headline: in JSON-LD, og:title, h1 or title'],
    [
      '<html><head><title>T</title></head><body></body></html>',
      ': nothing → an article: JSON-LD of a NewsArticle, or readable text',
    ],
    [`<div>`.repeat(100_000), ': elements nested without end → a page of at most 256 levels'],
  ])('is refused: %#', (html, reason) => {
    expect(refusals(importHtml(fileOf(html), context))).toEqual([reason]);
  });
});
