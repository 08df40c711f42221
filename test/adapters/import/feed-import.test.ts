import { describe, expect, test } from '@jest/globals';
import { importFeed } from '../../../adapters/import/feed-import.ts';
import { articleFrom, context, fileOf, fixture, refusals } from './import-fixture.ts';

const rss = (item: string, channel = '<link>https://paper.example.org/</link>') =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>T</title>${channel}<description>d</description><item>${item}</item></channel></rss>`;
const item = (fields: string) => articleFrom(importFeed, rss(`<title>H</title>${fields}`));

describe('RSS 2.0', () => {
  const result = importFeed(fixture('feed-rss.xml'), context);

  test('imports every good item', () => {
    expect(result.articles.map(({ article }) => article)).toMatchObject([
      {
        id: 'https://paper.example.org/?p=1',
        headline: 'Fish & chips: a “history”',
        url: 'https://paper.example.org/food/fish?a=1&b=2',
        dek: 'How the dish came to be.',
        byline: ['Jo Doe', 'Max Roe'],
        language: 'en-GB',
        publishedAt: '2026-11-23T12:00:00.000Z',
        tags: ['Food', 'Fish & more', 'History'],
        image: {
          url: 'https://paper.example.org/img/large.jpg',
          caption: 'A plate.',
          credit: 'Ann Lens',
          width: 1200,
          height: 800,
        },
        body: [
          { type: 'paragraph', html: 'First, <a href="https://paper.example.org/food/potato">potatoes</a>.' },
          { type: 'heading', html: 'Then' },
          { type: 'paragraph', html: 'Fish &lt;3 {{ vinegar }}' },
        ],
        source: { format: 'feed', reference: 'feed-rss.xml' },
      },
      {
        id: 'urn:item:2',
        url: 'https://paper.example.org/second',
        publishedAt: '2026-11-20T00:00:00.000Z',
        dek: null,
        image: { url: 'https://paper.example.org/second/lead.png' },
        body: [{ html: 'One.' }, { html: 'Two.' }],
      },
    ]);
  });

  test('refuses an item without a headline, and goes on', () => {
    expect(refusals(result)).toEqual(['channel.item[1].title: nothing → a headline']);
    expect(result.refused[0]?.article).toBe('https://paper.example.org/untitled');
  });

  test('passes over a date that is none, and says so', () => {
    expect(result.articles[1]?.notes).toEqual([
      { field: 'channel.item[2].pubDate', note: '"Sometime in spring" is no date; passed over' },
      { field: 'channel.item[2].dc:date', note: '"2026-11-20" names no time zone; UTC is taken' },
      { field: 'channel.item[2].summary', note: 'kept out of the HTML: script' },
    ]);
  });

  test('identifies an item by its guid, else by its page, else by its headline in this file', () => {
    expect(item('<guid isPermaLink="false">abc</guid><link>/x</link>').id).toBe('abc');
    expect(item('<guid isPermaLink="false"> 123 </guid>').id).toBe('paper.example.org:123');
    expect(item('<link>/x</link>').id).toBe('https://paper.example.org/x');
    expect(item('').id).toMatch(/^file-[\da-f]{12}$/);
    expect(item('<guid>https://paper.example.org/perma</guid>').url).toBe('https://paper.example.org/perma');
    expect(item('<guid isPermaLink="false">https://paper.example.org/no</guid>').url).toBeNull();
  });

  test('reads a short description as the dek, and a long one as the text', () => {
    expect(item('<description>Fish &amp;amp; chips</description>')).toMatchObject({ dek: 'Fish & chips', body: [] });
    expect(item('<description>&lt;p&gt;a&lt;/p&gt;&lt;p&gt;b&lt;/p&gt;</description>')).toMatchObject({
      dek: null,
      body: [{ html: 'a' }, { html: 'b' }],
    });
    expect(item(`<description>${'word '.repeat(200)}</description>`)).toMatchObject({
      dek: null,
      body: [{ type: 'paragraph' }],
    });
  });

  test('never shows an author’s address', () => {
    expect(item('<author>jo@example.com (Jo Doe)</author>').byline).toEqual(['Jo Doe']);
    expect(item('<author>jo@example.com</author>').byline).toEqual([]);
  });

  test('takes the widest picture, and no film', () => {
    const media = (attributes: string) => `<media:content ${attributes}/>`;
    expect(
      item(
        media('url="/s.jpg" width="10"') +
          media('url="/l.jpg" width="900"') +
          media('url="/f.mp4" type="video/mp4" width="1920"'),
      ).image?.url,
    ).toBe('https://paper.example.org/l.jpg');
    expect(item('<media:thumbnail url="t.jpg"/>').image?.url).toBe('https://paper.example.org/t.jpg');
    expect(item('<enclosure url="/e.png" type="image/png" length="1"/>').image?.url).toBe(
      'https://paper.example.org/e.png',
    );
    expect(item('<enclosure url="/e.mp3" type="audio/mpeg" length="1"/>').image).toBeNull();
    expect(item('<media:content url="data:image/png;base64,x" medium="image"/>').image).toBeNull();
  });

  test('the caption is media:description alone, and nothing in a feed is the alt text', () => {
    const shows = (inner: string, rest = '') =>
      item(`${rest}<media:content url="/a.jpg" medium="image">${inner}</media:content>`).image;
    const description = '<media:description type="html">A &lt;b&gt;boat&lt;/b&gt;.</media:description>';
    expect(shows(description)).toMatchObject({ alt: '', caption: 'A boat.' });
    expect(shows('<media:title>IMG_1234</media:title><media:text>A boat.</media:text>')).toMatchObject({
      alt: '',
      caption: null,
    });
    expect(shows('<media:description>H</media:description>')).toMatchObject({ caption: null });
    const summary = '<description>What it says.</description>';
    expect(shows('<media:description>What it says.</media:description>', summary)).toMatchObject({ caption: null });
  });

  test('has the alt text of the same picture in the text', () => {
    const text = '<content:encoded>&lt;img src="/a.jpg" alt="A boat at sea"&gt;&lt;p&gt;x&lt;/p&gt;</content:encoded>';
    const picture = '<media:content url="/a.jpg"><media:description>Monday.</media:description></media:content>';
    expect(item(text + picture).image).toMatchObject({ alt: 'A boat at sea', caption: 'Monday.' });
  });

  test('passes over the portrait of the writer', () => {
    const portrait = '<media:content url="https://0.gravatar.com/avatar/ab?s=96" medium="image"/>';
    expect(item(`${portrait}<media:content url="/a.jpg" medium="image"/>`).image?.url).toMatch(/a\.jpg$/);
    expect(item(portrait).image).toBeNull();
  });

  test('resolves against the publication where the channel has no address', () => {
    expect(articleFrom(importFeed, rss('<title>H</title><link>/x</link>', '')).url).toBe('https://news.example.org/x');
  });
});

describe('Atom 1.0', () => {
  const result = importFeed(fixture('feed-atom.xml'), context);

  test('imports entries of every kind of text', () => {
    expect(result.refused).toEqual([]);
    expect(result.articles.map(({ article }) => article)).toMatchObject([
      {
        id: 'tag:paper.example.org,2026:1',
        headline: 'One < two',
        url: 'https://paper.example.org/fr/un.html',
        dek: 'A summary & more',
        byline: ['Feed Author'],
        language: 'fr',
        publishedAt: '2026-11-22T06:00:00.000Z',
        updatedAt: '2026-11-23T06:00:00.000Z',
        tags: ['Monde'],
        image: { url: 'https://paper.example.org/fr/lead.jpg' },
        body: [
          { html: 'He &amp; <em>she</em>' },
          { type: 'image', image: { url: 'https://paper.example.org/fr/in.png', alt: 'In' } },
        ],
      },
      {
        headline: 'Two & more',
        byline: ['Own Author'],
        body: [{ html: 'Escaped &amp; well' }],
        publishedAt: '2026-11-21T00:00:00.000Z',
      },
      { headline: 'Three words', body: [{ html: '1 &lt; 2' }, { html: 'and 2' }] },
    ]);
  });
});

describe('JSON Feed', () => {
  const result = importFeed(fixture('feed-json.json'), context);

  test('imports items', () => {
    expect(result.articles.map(({ article }) => article)).toMatchObject([
      {
        id: 'https://paper.example.org/1',
        headline: 'عنوان',
        url: 'https://paper.example.org/1',
        dek: 'A & B',
        byline: ['Jo Doe'],
        language: 'ar',
        tags: ['x', 'y'],
        image: { url: 'https://paper.example.org/i.jpg' },
        body: [{ html: 'نص' }],
        publishedAt: '2026-11-23T12:00:00.000Z',
        updatedAt: '2026-11-23T13:00:00.000Z',
      },
      { id: 'paper.example.org:7', byline: ['Everybody'], body: [{ html: 'a &lt; b' }, { html: 'c' }] },
    ]);
    expect(refusals(result)).toEqual(['items[2].title: nothing → a headline']);
  });
});

test('RSS 1.0 is read too', () => {
  const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel rdf:about="x"><title>T</title><link>https://paper.example.org</link><description>d</description></channel>
    <item rdf:about="https://paper.example.org/1"><title>H</title><link>https://paper.example.org/1</link><dc:date>2026-11-23T12:00:00Z</dc:date><dc:creator>Jo</dc:creator></item></rdf:RDF>`;
  expect(articleFrom(importFeed, rdf)).toMatchObject({
    id: 'https://paper.example.org/1',
    byline: ['Jo'],
    publishedAt: '2026-11-23T12:00:00.000Z',
  });
});

test.each([
  ['<rss version="2.0"><channel><item><title>Half', 'a whole RSS'],
  ['<rss version="2.0"><channel></channel></rss>', 'JSON feed'],
  ['<rss version="2.0"><channel><title>T</title></channel></rss>', 'at least one entry'],
  ['<html></html>', 'a whole RSS'],
  ['{"version":"https://jsonfeed.org/version/1.1"}', 'JSON feed'],
  ['{"a":', 'JSON feed'],
  [
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>a</b></entry></feed>',
    'an RSS, Atom or JSON feed|at least',
  ],
  ['<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss version="2.0"><channel></channel></rss>', 'JSON feed'],
])('refuses %s', (content, reason) => {
  expect(importFeed(fileOf(content), context).refused[0]?.problems[0]?.allowed).toMatch(new RegExp(reason));
});

test('entities of a document type stand for nothing', () => {
  const bomb = `<!DOCTYPE x [<!ENTITY a "aaaa">]>${rss('<title>A &a; B</title>').replace('<?xml version="1.0"?>', '')}`;
  expect(articleFrom(importFeed, bomb).headline).not.toContain('aaaa');
});
