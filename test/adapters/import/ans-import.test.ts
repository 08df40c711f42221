import { describe, expect, test } from '@jest/globals';
import { knownElements } from '../../../adapters/import/ans-elements.ts';
import { importAns } from '../../../adapters/import/ans-import.ts';
import { articleFrom, context, fileOf, fixture, refusals, theOne } from './import-fixture.ts';

const story = (fields: object = {}) => ({
  type: 'story',
  version: '0.10.11',
  _id: 'S1',
  headlines: { basic: 'H' },
  ...fields,
});
const read = (fields: object = {}) => articleFrom(importAns, story(fields));
const author = (fields: object) => ({ type: 'author', version: '0.10.11', ...fields });
const text = (content: string) => ({ type: 'text', content });

describe('an ANS story with every element', () => {
  const referents = new Map([
    ['AUTHOR2', { type: 'author', name: 'Sam Referred' }],
    [
      'LEDGER0002',
      { type: 'story', headlines: { basic: 'The Usk' }, canonical_url: '/usk', description: { basic: 'D' } },
    ],
  ]);
  const { article, notes } = theOne(
    importAns(fixture('ans-every-element.json'), { ...context, referent: ({ id }) => referents.get(id) }),
  );

  test('has every field of an article', () => {
    expect({ ...article, body: [] }).toEqual({
      id: 'LEDGER0001',
      headline: 'The harbour that moved',
      url: 'https://news.example.org/world/asia/2026/11/22/harbour/',
      dek: 'A town follows its river',
      kicker: 'Long read',
      byline: ['Jo Doe in Port Ellen', 'Sam Referred', 'Max Roe'],
      dateline: 'PORT ELLEN',
      language: 'en-US',
      publishedAt: '2026-11-22T12:00:00.000Z',
      updatedAt: '2026-11-22T10:30:00.500Z',
      section: { path: '/world/asia', name: 'Asia & Pacific' },
      tags: ['harbours', 'rivers'],
      image: {
        url: 'https://news.example.org/images/harbour.jpg',
        alt: 'Boats on mud',
        caption: 'The harbour at low tide.',
        credit: 'Ann Lens/Ledger Photos',
        width: 1600,
        height: 900,
      },
      body: [],
      corrections: [{ text: 'The river is the Esk.', at: null }],
      embargoUntil: '2026-11-22T12:00:00.000Z',
      channels: null,
      distributor: 'Ledger Wire',
      source: { format: 'ans', reference: 'ans-every-element.json' },
    });
  });

  test('has every block', () => {
    expect(article.body.map((block) => ('html' in block ? `${block.type}: ${block.html}` : block.type))).toEqual([
      'paragraph: First &amp; foremost, <a href="https://news.example.org/esk?x=1">the Esk</a> {{ moved }}.',
      'paragraph: Second.',
      'heading: Within',
      'heading: A heading',
      'paragraph: Raw',
      'embed',
      'quote',
      'quote',
      'image',
      'list',
      'table',
      'paragraph: <code>if (a &lt; b)<br>\u00a0\u00a0return;</code>',
      'correction: An earlier version said <i>Usk</i>.',
      'divider',
      'paragraph: <strong>Worth seeing</strong>',
      'paragraph: <strong>4.5/5 stars</strong>',
      'paragraph: <strong>7</strong>',
      'link',
      'paragraph: No link',
      'box',
      'box',
      'image',
      'embed',
      'box',
      'embed',
      'embed',
      'embed',
      'quote',
      'embed',
      'image',
      'embed',
      'link',
      'embed',
      'link',
      'paragraph: For email.',
    ]);
  });

  test('maps each as the reference says', () => {
    const body = article.body;
    const picture = (url: string, more: object = {}) => expect.objectContaining({ url, ...more });
    expect(body[3]).toMatchObject({ level: 6 });
    expect(body[5]).toMatchObject({ url: 'https://www.youtube.com/watch?v=abcdefghijk' });
    expect(body[6]).toEqual({ type: 'quote', style: 'pull', paragraphs: ['One', 'Two'], citation: null });
    expect(body[7]).toEqual({
      type: 'quote',
      style: 'block',
      paragraphs: ['Outer.', 'Inner.', 'Whoever'],
      citation: 'The <em>mayor</em>',
    });
    expect(body[8]).toMatchObject({ image: picture('https://img.example.org/in-quote.jpg') });
    const half = { type: 'list', ordered: false, items: [{ html: 'One <b>and</b> a half', list: null }] };
    expect(body[9]).toEqual({
      type: 'list',
      ordered: true,
      items: [
        { html: 'One', list: half },
        { html: 'Two', list: null },
      ],
    });
    expect(body[10]).toEqual({
      type: 'table',
      header: ['Year', 'Depth'],
      rows: [['1990', '<b>4</b> m']],
      caption: null,
    });
    expect(body[17]).toEqual({
      type: 'link',
      url: 'https://news.example.org/world/related',
      title: 'Read also: the Usk',
      dek: 'A sister river',
      image: picture('https://news.example.org/images/harbour.jpg', { credit: 'Ann Lens/Ledger Photos' }),
    });
    expect(body[19]).toMatchObject({
      title: 'More',
      blocks: [
        { type: 'link', title: 'A' },
        { type: 'paragraph', html: 'Words' },
      ],
    });
    expect(body[20]).toMatchObject({ title: 'What you need to know', blocks: [{ type: 'list' }] });
    expect(body[21]).toMatchObject({
      image: picture('https://img.example.org/second.jpg', { caption: 'Second', credit: 'By nobody' }),
    });
    expect(body[22]).toMatchObject({
      url: 'https://news.example.org/galleries/ten',
      title: 'Ten pictures',
      image: picture('https://img.example.org/g1.jpg'),
    });
    expect(body[23]).toMatchObject({ title: 'No page', blocks: [{ type: 'image' }] });
    expect(body[24]).toMatchObject({
      url: 'https://news.example.org/video/film',
      title: 'A film',
      image: picture('https://img.example.org/film.jpg'),
    });
    expect(body[25]).toMatchObject({ url: 'https://www.youtube.com/watch?v=abcdefghijk', title: 'Tube' });
    expect(body[26]).toMatchObject({ url: 'https://audio.example.org/song.mp3', title: 'A song' });
    expect(body[27]).toMatchObject({ paragraphs: ['We moved.'] });
    expect(body[28]).toMatchObject({
      url: 'https://social.example.com/status/1',
      title: 'The Port',
      provider: 'Social',
    });
    expect(body[29]).toMatchObject({
      image: picture('https://photos.example.com/1.jpg', { alt: 'A photo', credit: 'P' }),
    });
    expect(body[30]).toMatchObject({
      url: 'https://charts.example.com/9',
      title: 'Depths',
      provider: 'charts.example.com',
    });
    expect(body[31]).toMatchObject({ url: 'https://news.example.org/usk', title: 'The Usk', dek: 'D' });
    expect(body[32]).toMatchObject({ url: 'https://social.example.com/status/2', title: 'social.example.com' });
    expect(body[33]).toMatchObject({ url: 'https://news.example.org/inline', title: 'Inline story' });
  });

  test('names what is kept out', () => {
    expect(notes.map(({ field, note }) => `${field}: ${note}`)).toEqual([
      'content_elements[3]: kept out of the HTML: script',
      'content_elements[4]: kept out of the HTML: script',
      'content_elements[4]: raw_html kept out: nothing in it is text, picture or link',
      'content_elements[16].url: "javascript:x" is no address; the text stays without a link',
      'content_elements[20]: picture kept out: it has no url',
      'content_elements[31]: refers to image "NOWHERE", which is not in this import; kept out',
      'content_elements[33]: a zone for variants of the story; kept out',
      'content_elements[34]: text kept out: it is for web, not for email',
      'content_elements[36]: no element of ANS that is known: "ghost"; kept out',
      'credits.photos_by: not in the byline: ["Ann Lens"]',
      'content_restrictions.geo: restricted to some countries, which email cannot hold to',
      'owner.sponsored: true: this story is paid for',
    ]);
  });

  test('leaves no element of the schema out', () => {
    const types = fixture('ans-every-element.json');
    const used = new Set(new TextDecoder().decode(types.bytes).match(/"type": "([a-z_]+)"/g));
    const missing = knownElements.filter((type) => !used.has(`"type": "${type}"`));
    // Lists of ANS that hold no story, and one that stands for what may not be shown.
    expect(missing).toEqual(['collection', 'promo_reference', 'restricted']);
  });
});

describe('an ANS collection', () => {
  const result = importAns(fixture('ans-collection.json'), context);

  test('imports each good story', () => {
    expect(result.articles.map(({ article }) => article.headline)).toEqual(['One', 'Four']);
    expect(result.articles[0]?.article.image).toMatchObject({ url: 'https://img.example.org/c.jpg', caption: 'C' });
  });

  test('refuses each bad one with every field, and never stops', () => {
    expect(refusals(result)).toEqual([
      'content_elements[1].headlines.basic: nothing → a headline',
      'content_elements[1].credits.by[0].name: nothing → the name of an author',
      'content_elements[1].content_elements[0].content: nothing → text',
      'content_elements[1].content_elements[1].items[0].content: 5 → text',
      'content_elements[2].version: "0.9.0" → a version 0.10.x of ANS, such as 0.10.11',
    ]);
    expect(result.refused.map(({ article }) => article)).toEqual(['C2', 'Old']);
  });

  test('says what it refers to and is not there', () => {
    expect(result.unresolved).toEqual([{ type: 'story', id: 'ELSEWHERE' }]);
    expect(result.notes).toEqual([
      { field: 'content_elements[4]', note: 'refers to story "ELSEWHERE", which is not in this import' },
      { field: 'content_elements[5]', note: 'image is no article; stories that refer to it find it' },
    ]);
  });
});

describe('an ANS story', () => {
  test('takes the first date there is, in the order of preference', () => {
    const dates = {
      display_date: '2026-01-01T00:00:00Z',
      publish_date: '2026-01-02T00:00:00Z',
      first_publish_date: '2026-01-03T00:00:00Z',
      last_updated_date: '2026-01-04T00:00:00Z',
      created_date: '2026-01-05T00:00:00Z',
    };
    const names = Object.keys(dates);
    for (const [index, name] of names.entries()) {
      const rest = Object.fromEntries(Object.entries(dates).filter(([key]) => names.indexOf(key) >= index));
      expect([name, read(rest).publishedAt]).toEqual([name, `2026-01-0${index + 1}T00:00:00.000Z`]);
    }
    const undated = theOne(importAns(fileOf(story()), context));
    expect(undated).toMatchObject({ dated: false, article: { publishedAt: context.importedAt, updatedAt: null } });
  });

  test('holds an embargo without an end for good, and forgets one that is not active', () => {
    expect(read({ content_restrictions: { embargo: { active: true } } }).embargoUntil).toBe('9999-12-31T23:59:59.999Z');
    expect(
      read({ content_restrictions: { embargo: { active: false, end_time: '2030-01-01T00:00:00Z' } } }).embargoUntil,
    ).toBeNull();
  });

  test('has the byline that is meant for readers', () => {
    const credits = { by: [author({ name: 'Jo' })] };
    expect(read({ credits }).byline).toEqual(['Jo']);
    expect(
      read({ credits, vanity_credits: { by: [author({ name: 'x', byline: 'Jo and the desk' })] } }).byline,
    ).toEqual(['Jo and the desk']);
  });

  test('finds its address where there is one', () => {
    expect(read({ website_url: '/w' }).url).toBe('https://news.example.org/w');
    expect(read({ canonical_website: 'b', websites: { a: { website_url: '/a' }, b: { website_url: '/b' } } }).url).toBe(
      'https://news.example.org/b',
    );
    expect(read({ canonical_url: '/c', canonical_url_external: 'https://other.example.com/x' }).url).toBe(
      'https://other.example.com/x',
    );
    expect(read({ canonical_url: 'javascript:x' }).url).toBeNull();
    expect(read().url).toBeNull();
  });

  test('finds its section where there is one', () => {
    const section = (id: string, more: object = {}) => ({
      type: 'section',
      version: '0.10.1',
      _id: id,
      name: id.toUpperCase(),
      ...more,
    });
    expect(read({ taxonomy: { sections: [section('/a'), section('/b')] } }).section).toEqual({
      path: '/a',
      name: '/A',
    });
    expect(
      read({
        canonical_website: 'w',
        websites: { w: { website_section: section('/w') } },
        taxonomy: { sections: [section('/a')] },
      }).section?.path,
    ).toBe('/w');
    expect(
      read({ taxonomy: { primary_section: { type: 'reference', referent: { type: 'section', id: '/x/y' } } } }).section,
    ).toEqual({ path: '/x/y', name: 'y' });
    expect(
      read({ taxonomy: { sites: [section('s1', { path: '/s1' }), section('s2', { path: '/s2', primary: true })] } })
        .section?.path,
    ).toBe('/s2');
  });

  test('keeps a stable id, whatever it is called by', () => {
    expect(read({ _id: 'ABC' }).id).toBe('ABC');
    expect(read({ _id: 'unique ANS id' }).id).toBe(read({ _id: ' unique ANS id ' }).id);
    expect(read({ _id: 'unique ANS id' }).id).toMatch(/^unique-ans-id-[\da-f]{12}$/);
    expect(read({ _id: undefined, canonical_url: '/a' }).id).toBe('https://news.example.org/a');
    const byPath = (path: string) =>
      theOne(importAns({ ...fileOf(story({ _id: undefined }), `/somewhere/${path}`), path }, context)).article.id;
    expect(byPath('a/b.json')).toMatch(/^a-b-[\da-f]{12}$/);
    expect(byPath('a/b.json')).not.toBe(byPath('a-b.json'));
  });

  test('passes over texts that are there and empty', () => {
    const article = read({
      credits: { by: [author({ name: '' }), author({ name: 'Jo' })] },
      taxonomy: { tags: [{ text: '' }] },
      corrections: [{ type: 'correction', text: ' ' }],
      subheadlines: { basic: '' },
      description: { basic: 'D' },
      label: { basic: { text: '' } },
    });
    expect(article).toMatchObject({ byline: ['Jo'], tags: [], corrections: [], dek: 'D', kicker: null });
  });

  test('hides a label that is not to be shown', () => {
    expect(read({ label: { basic: { text: 'Exclusive', display: false } } }).kicker).toBeNull();
  });

  test('has a lead picture once', () => {
    const image = (url: string, more: object = {}) => ({ type: 'image', version: '0.10.1', url, ...more });
    const promo = { basic: image('https://img.example.org/a.jpg') };
    const twice = read({
      promo_items: promo,
      content_elements: [image('https://img.example.org/a.jpg', { caption: 'C' }), text('x')],
    });
    expect(twice.image).toMatchObject({ url: 'https://img.example.org/a.jpg', caption: 'C' });
    expect(twice.body).toEqual([{ type: 'paragraph', html: 'x' }]);
    const gallery = {
      basic: { type: 'gallery', version: '0.10.1', content_elements: [image('https://img.example.org/g.jpg')] },
    };
    expect(read({ promo_items: gallery }).image?.url).toBe('https://img.example.org/g.jpg');
    expect(
      read({ promo_items: { basic: { type: 'custom_embed', embed: {} }, lead_art: image('/l.jpg') } }).image?.url,
    ).toBe('https://news.example.org/l.jpg');
    expect(read({ promo_items: { basic: null, other: 'x' } }).image).toBeNull();
  });

  test('does not check the version of what is in it', () => {
    const image = { type: 'image', version: '0.5.8', url: 'https://img.example.org/a.jpg' };
    expect(read({ content_elements: [text('x'), image] }).body).toHaveLength(2);
  });

  test.each([
    [{ version: '0.1.0' }, 'version: "0.1.0" → a version 0.10.x of ANS, such as 0.10.11'],
    [{ version: undefined }, 'version: nothing → text'],
    [{ headlines: undefined }, 'headlines.basic: nothing → a headline'],
    [{ headlines: { basic: '  ' } }, 'headlines.basic: "  " → a headline'],
    [{ headlines: 'H' }, 'headlines: "H" → an object'],
    [
      { created_date: '2015/06/25 11:50:50Z' },
      'created_date: "2015/06/25 11:50:50Z" → an RFC 3339 date and time, such as 2026-11-23T07:00:00-05:00',
    ],
    [
      { display_date: '2026-02-30T00:00:00Z' },
      'display_date: "2026-02-30T00:00:00Z" → an RFC 3339 date and time, such as 2026-11-23T07:00:00-05:00',
    ],
    [{ corrections: ['test'] }, 'corrections[0]: "test" → an object'],
    [{ content_restrictions: { embargo: {} } }, 'content_restrictions.embargo.active: nothing → true or false'],
    [{ distributor: { reference_id: 'D' } }, 'distributor.mode: nothing → "reference", for there is a reference_id'],
    [
      { distributor: { mode: 'reference' } },
      'distributor.reference_id: nothing → the id of a distributor, for mode is "reference"',
    ],
    [{ taxonomy: { tags: ['a'] } }, 'taxonomy.tags[0]: "a" → an object'],
    [{ content_elements: {} }, 'content_elements: {} → a list'],
    [{ content_elements: ['x'] }, 'content_elements[0]: "x" → an object'],
    [{ content_elements: [{ content: 'x' }] }, 'content_elements[0].type: nothing → text'],
    [{ content_elements: [{ type: 'text' }] }, 'content_elements[0].content: nothing → text'],
    [
      { content_elements: [{ type: 'quote', content_elements: [], citation: 'x' }] },
      'content_elements[0].citation: "x" → an object',
    ],
    [
      { content_elements: [{ type: 'table', rows: [{ cells: [] }] }] },
      'content_elements[0].rows[0]: {"cells":[]} → a list',
    ],
    [
      { content_elements: [{ type: 'audio', version: '0.10.1' }] },
      'content_elements[0].streams: nothing → at least one stream, or a source_url',
    ],
    [
      { content_elements: [{ type: 'link_list', items: [{ type: 'x' }] }] },
      'content_elements[0].items[0].type: "x" → "interstitial_link", "text"',
    ],
    [
      { content_elements: [{ type: 'custom_embed', embed: { url: 'x' } }] },
      'content_elements[0].embed.id: nothing → text',
    ],
    [{ content_elements: [{ type: 'text', content: 1, channels: ['web'] }] }, 'content_elements[0].content: 1 → text'],
    [{ type: 'not-a-story' }, 'type: "not-a-story" → "story", "collection"'],
  ])('refuses %j', (fields, reason) => {
    expect(refusals(importAns(fileOf(story(fields)), context))).toEqual([reason]);
  });

  test('reads lists of stories, and results of a search', () => {
    const both = [
      story({ _id: 'A' }),
      { type: 'results', version: '0.10.2', content_elements: [story({ _id: 'B' }), story({ headlines: 5 })] },
    ];
    const result = importAns(fileOf(both), context);
    expect(result.articles.map(({ article }) => article.id)).toEqual(['A', 'B']);
    expect(result.refused[0]?.problems[0]?.field).toBe('[1].content_elements[1].headlines');
  });

  test('follows references that go round in circles only so far', () => {
    const round = {
      type: 'gallery',
      version: '0.10.1',
      promo_items: { basic: { type: 'reference', referent: { type: 'gallery', id: 'G' } } },
      _id: 'G',
      content_elements: [{ type: 'reference', referent: { type: 'gallery', id: 'G' } }],
    };
    expect(
      theOne(importAns(fileOf(story({ promo_items: { basic: round }, content_elements: [round] })), context)).article
        .body,
    ).toEqual([]);
  });

  test('overrides the properties of a referent that a reference names', () => {
    const image = {
      type: 'image',
      _id: 'I',
      version: '0.10.1',
      url: 'https://img.example.org/i.jpg',
      caption: 'Its own',
    };
    const reference = {
      type: 'reference',
      referent: { type: 'image', id: 'I', referent_properties: { caption: 'Overridden' } },
    };
    const body = read({ content_elements: [text('x'), reference], related_content: { basic: [image] } }).body;
    expect(body[1]).toMatchObject({ image: { url: 'https://img.example.org/i.jpg', caption: 'Overridden' } });
  });
});
