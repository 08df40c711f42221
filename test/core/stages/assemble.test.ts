import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { z } from 'zod';
import { type Article, type ArticleInput, articleSchema } from '../../../core/model/article.ts';
import { publicationSchema } from '../../../core/model/config.ts';
import { editionSchema, type PastEdition } from '../../../core/model/edition.ts';
import { newsletterSchema } from '../../../core/model/newsletter.ts';
import { type Assembled, assemble } from '../../../core/stages/assemble.ts';
import { canonicalJson } from '../../../core/text/canonical-json.ts';

const at = '2026-11-23T07:00:00-05:00';
const publication = publicationSchema.parse({
  name: 'The Example Ledger',
  url: 'https://news.example.org',
  postalAddress: '1 Example Way, Springfield',
});

type NewsletterInput = Partial<z.input<typeof newsletterSchema>>;

function newsletterOf(sections: NewsletterInput['sections'] & {}, more: NewsletterInput = {}) {
  return newsletterSchema.parse({
    slug: 'world-brief',
    title: 'World Brief',
    from: 'World Brief <brief@news.example.org>',
    timeZone: 'America/New_York',
    cron: '0 7 * * 1-5',
    template: 'brief',
    sections,
    ...more,
  });
}

function article(id: string, more: Partial<ArticleInput> = {}): Article {
  return articleSchema.parse({
    id,
    headline: `Headline of ${id}`,
    publishedAt: '2026-11-23T10:00:00Z',
    source: { format: 'json', reference: `${id}.json` },
    ...more,
  });
}

function assembled(
  sections: NewsletterInput['sections'] & {},
  articles: readonly Article[],
  { history = [], ...more }: NewsletterInput & { history?: readonly PastEdition[] } = {},
): Assembled {
  return assemble({ publication, newsletter: newsletterOf(sections, more), articles, at, history });
}

/** The ids of each section of the edition. */
function idsOf(result: Assembled): string[][] {
  return result.kind === 'edition'
    ? result.edition.sections.map((section) => section.articles.map(({ id }) => id))
    : [];
}

/** `reason: detail` of an article in a section, or `taken in`. */
function reason(result: Assembled, id: string, section = 0): string {
  const found = result.selection[section]?.considered.find(({ articleId }) => articleId === id);
  if (found === undefined) throw new Error(`${id} was not considered`);
  return found.leftOut === null ? 'in' : `${found.leftOut.reason}: ${found.leftOut.detail}`;
}

describe('select', () => {
  test('a section path takes its children, and not its neighbours by name', () => {
    const paths = ['/world', '/world/asia', '/world/asia/japan', '/worldly', '/', '/sport/world'];
    const articles = paths.map((path) => article(path.replaceAll('/', '-'), { section: { path, name: 'A section' } }));
    const result = assembled([{ title: 'World', select: { section: '/world' } }], [...articles, article('none')]);
    expect(idsOf(result)).toEqual([['-world', '-world-asia', '-world-asia-japan']]);
    expect(reason(result, '-worldly')).toBe('section: in /worldly, not in /world');
    expect(reason(result, 'none')).toBe('section: in no section, not in /world');
    expect(
      idsOf(assembled([{ title: 'All', select: { section: '/' } }], [...articles, article('none')]))[0],
    ).toHaveLength(6);
  });

  test('a tag is compared without regard to case', () => {
    const articles = [
      article('a', { tags: ['WORLD'] }),
      article('b', { tags: ['worlds'] }),
      article('c', { tags: ['Évian'] }),
    ];
    const result = assembled([{ title: 'World', select: { tag: 'World' } }], articles);
    expect(idsOf(result)).toEqual([['a']]);
    expect(reason(result, 'b')).toBe('tag: without the tag "World"');
    expect(idsOf(assembled([{ title: 'É', select: { tag: 'E\u0301VIAN' } }], articles))).toEqual([['c']]);
  });

  test('within reaches back to the very instant', () => {
    const articles = [
      article('edge', { publishedAt: '2026-11-22T12:00:00Z' }),
      article('late', { publishedAt: '2026-11-22T11:59:59.999Z' }),
      article('old', { publishedAt: '2026-11-20T11:00:00Z' }),
      article('older', { publishedAt: '2026-11-01T00:00:00Z' }),
    ];
    const result = assembled([{ title: 'Today', select: { within: '24h' } }], articles);
    expect(idsOf(result)).toEqual([['edge']]);
    expect(reason(result, 'late')).toBe('too-old: published 2026-11-22 06:59, less than a minute before the limit');
    expect(reason(result, 'old')).toBe('too-old: published 2026-11-20 06:00, 2 days before the limit');
    expect(reason(result, 'older')).toBe('too-old: published 2026-10-31 20:00, 21 days before the limit');
  });

  test('newest first, of one instant by id, up to the limit', () => {
    const articles = ['c', 'a', 'b'].map((id) => article(id));
    const newer = article('z', { publishedAt: '2026-11-23T11:00:00Z' });
    const result = assembled([{ title: 'Some', select: { limit: 3 } }], [...articles, newer]);
    expect(idsOf(result)).toEqual([['z', 'a', 'b']]);
    expect(reason(result, 'c')).toBe('over-limit: the limit is 3');
  });

  test('pinned articles come first, as written, whatever section, tag and within say', () => {
    const articles = [
      article('new', { publishedAt: '2026-11-23T11:00:00Z', tags: ['world'] }),
      article('old', { publishedAt: '2026-01-01T00:00:00Z' }),
      article('other'),
      article('untagged'),
    ];
    const select = { tag: 'world', within: '24h', ids: ['other', 'gone', 'old', 'other'], limit: 3 };
    const result = assembled([{ title: 'Pinned', select }], articles);
    expect(idsOf(result)).toEqual([['other', 'old', 'new']]);
    expect(result.selection[0]?.missingIds).toEqual(['gone']);
  });

  test('pinned articles count towards the limit', () => {
    const result = assembled(
      [{ title: 'Pinned', select: { ids: ['b', 'a'], limit: 1 } }],
      [article('a'), article('b')],
    );
    expect(idsOf(result)).toEqual([['b']]);
    expect(reason(result, 'a')).toBe('over-limit: the limit is 1');
  });

  test('a section that only pins holds nothing else', () => {
    const result = assembled([{ title: 'Pinned', select: { ids: ['b'] } }], [article('a'), article('b')]);
    expect(idsOf(result)).toEqual([['b']]);
    expect(reason(result, 'a')).toBe('not-pinned: the section holds only the articles named in `ids`');
  });

  test('excluded articles are never taken, pinned ones neither', () => {
    const result = assembled([{ title: 'Rest', select: { ids: ['a'], exclude: ['a'] } }], [article('a'), article('b')]);
    expect(idsOf(result)).toEqual([['b']]);
    expect(reason(result, 'a')).toBe('excluded: named in `exclude`');
  });
});

describe('what holds in every section', () => {
  const everything = [{ title: 'All' }, { title: 'Pinned', select: { ids: ['x'] } }];

  test.each<[string, Partial<ArticleInput>, string]>([
    ['embargo', { embargoUntil: '2026-11-23T12:00:00.001Z' }, 'embargoed: embargoed until 2026-11-23 07:00'],
    [
      'future',
      { publishedAt: '2026-11-23T13:00:00Z' },
      'future: published 2026-11-23 08:00, after the edition’s instant',
    ],
    ['channel', { channels: ['web', 'print'] }, 'channel: may be published on web, print, not by email'],
  ])('%s', (_, more, why) => {
    const result = assembled(everything, [article('x', more), article('y')]);
    expect(idsOf(result)).toEqual([['y']]);
    expect(reason(result, 'x', 0)).toBe(why);
    expect(reason(result, 'x', 1)).toBe(why);
  });

  test.each<[string, Partial<ArticleInput>]>([
    ['an embargo that ends at the instant', { embargoUntil: '2026-11-23T12:00:00Z' }],
    ['publication at the instant', { publishedAt: '2026-11-23T12:00:00Z' }],
    ['no channels', { channels: [] }],
    ['email among the channels', { channels: ['Web', 'EMail'] }],
  ])('%s is no bar', (_, more) => {
    expect(idsOf(assembled([{ title: 'All' }], [article('x', more)]))).toEqual([['x']]);
  });

  test('an article is in the edition once, in the earliest section that takes it', () => {
    const result = assembled(
      [
        { title: 'The lead', select: { limit: 1 } },
        { title: 'Also', select: { ids: ['a', 'b'] } },
      ],
      [article('a'), article('b')],
    );
    expect(idsOf(result)).toEqual([['a'], ['b']]);
    expect(reason(result, 'a', 1)).toBe('taken: already in the section "The lead"');
  });
});

describe('repeats', () => {
  const history: PastEdition[] = [
    { id: 'world-brief/2026-11-20', at: '2026-11-20T12:00:00.000Z', articleIds: ['a', 'b'] },
    { id: 'world-brief/2026-11-19', at: '2026-11-19T12:00:00.000Z', articleIds: ['a'] },
    { id: 'world-brief/2026-11-23', at: '2026-11-23T11:00:00.000Z', articleIds: ['c'] },
    { id: 'world-brief/2026-11-24', at: '2026-11-24T12:00:00.000Z', articleIds: ['d'] },
    { id: 'weekly/2026-11-22', at: '2026-11-22T12:00:00.000Z', articleIds: ['e'] },
  ];
  const articles = ['a', 'b', 'c', 'd', 'e'].map((id) => article(id));

  test('are those of earlier editions of the newsletter, never its own', () => {
    const result = assembled([{ title: 'All', select: { ids: ['a'], limit: 9 } }], articles, { history });
    expect(idsOf(result)).toEqual([['c', 'd', 'e']]);
    expect(reason(result, 'a')).toBe('repeated: was in world-brief/2026-11-20');
  });

  test('are taken where the newsletter allows them', () => {
    expect(idsOf(assembled([{ title: 'All' }], articles, { history, allowRepeats: true }))[0]).toHaveLength(5);
  });
});

describe('the edition', () => {
  test('is of the model, with the lead, without empty sections', () => {
    const sections = [
      { title: 'None', select: { tag: 'none' } },
      { title: 'Some', layout: 'cards' as const },
    ];
    const result = assembled(sections, [article('a')], { description: 'The world.', language: 'pt-br' });
    if (result.kind !== 'edition') throw new Error(result.kind);
    expect(editionSchema.parse(result.edition)).toEqual(result.edition);
    expect(result.edition).toMatchObject({
      id: 'world-brief/2026-11-23',
      newsletter: { slug: 'world-brief', title: 'World Brief', description: 'The world.' },
      at: '2026-11-23T12:00:00.000Z',
      on: '2026-11-23',
      language: 'pt-BR',
      direction: 'ltr',
      lead: { id: 'a', language: null },
      sections: [{ title: 'Some', layout: 'cards' }],
    });
    expect(result.selection.map(({ title }) => title)).toEqual(['None', 'Some']);
  });

  test('has its id’s date in the newsletter’s time zone', () => {
    const night = { publication, articles: [article('a', { publishedAt: '2026-11-22T00:00:00Z' })], history: [] };
    const newsletter = newsletterOf([{ title: 'All' }]);
    const result = assemble({ ...night, newsletter, at: '2026-11-23T04:59:00Z' });
    expect(result).toMatchObject({ edition: { id: 'world-brief/2026-11-22', on: '2026-11-22' } });
  });

  test('below its minimum it is none', () => {
    const articles = [article('a'), article('b')];
    expect(assembled([{ title: 'All' }], articles, { minimumArticles: 3 })).toMatchObject({
      kind: 'below-minimum',
      found: 2,
      minimum: 3,
      selection: [
        {
          considered: [
            { articleId: 'a', leftOut: null },
            { articleId: 'b', leftOut: null },
          ],
        },
      ],
    });
    expect(assembled([{ title: 'All' }], [])).toMatchObject({ kind: 'below-minimum', found: 0, minimum: 1 });
    expect(assembled([{ title: 'All' }], articles, { minimumArticles: 2 }).kind).toBe('edition');
  });

  test('of two versions of an article holds the newer', () => {
    const versions = [
      article('a', { headline: 'First', updatedAt: '2026-11-23T10:30:00Z' }),
      article('a', { headline: 'Second', updatedAt: '2026-11-23T10:40:00Z' }),
      article('a', { headline: 'Oldest' }),
    ];
    const result = assembled([{ title: 'All' }], versions);
    expect(result).toMatchObject({ edition: { lead: { headline: 'Second' } } });
    expect(idsOf(result)).toEqual([['a']]);
  });

  test('of two versions of one instant holds the same one in either order', () => {
    const versions = [article('a', { headline: 'First' }), article('a', { headline: 'Second' })];
    const [one, other] = [versions, versions.toReversed()].map((order) => assembled([{ title: 'All' }], order));
    expect(one).toEqual(other);
  });

  test.each([
    ['en', 'ltr'],
    ['ar', 'rtl'],
    ['ar-EG', 'rtl'],
    ['he', 'rtl'],
    ['fa', 'rtl'],
    ['ur', 'rtl'],
    ['ps', 'rtl'],
    ['yi', 'rtl'],
    ['az-Arab', 'rtl'],
    ['az', 'ltr'],
    ['ur-Latn', 'ltr'],
  ])('in %s is %s', (language, direction) => {
    expect(assembled([{ title: 'All' }], [article('a')], { language })).toMatchObject({ edition: { direction } });
  });

  test('takes the publication’s language where the newsletter has none', () => {
    const arabic = { ...publication, language: 'ar' };
    const newsletter = newsletterOf([{ title: 'All' }]);
    const result = assemble({ publication: arabic, newsletter, articles: [article('a')], at, history: [] });
    expect(result).toMatchObject({ edition: { language: 'ar', direction: 'rtl' } });
  });

  test('refuses what is no instant', () => {
    const newsletter = newsletterOf([{ title: 'All' }]);
    expect(() => assemble({ publication, newsletter, articles: [], at: 'today', history: [] })).toThrow(
      'not an instant',
    );
  });
});

describe('whatever the articles', () => {
  const ids = Array.from({ length: 12 }, (_, index) => `article-${index}`);
  // Instants of a few hours about the edition's, close enough to meet.
  const instants = fc.integer({ min: -30, max: 2 }).map((hours) => {
    return new Date(Date.parse(at) + hours * 3_600_000).toISOString();
  });
  const paths = fc.constantFrom('/world', '/world/asia', '/worldly', '/sport');
  const anyArticle = fc.record({
    id: fc.constantFrom(...ids),
    headline: fc.constantFrom('One', 'Two'),
    publishedAt: instants,
    updatedAt: fc.option(instants),
    embargoUntil: fc.option(instants, { freq: 3 }),
    channels: fc.option(fc.subarray(['web', 'Email', 'print']), { freq: 3 }),
    tags: fc.subarray(['World', 'asia']),
    section: fc.option(fc.record({ path: paths, name: fc.constant('A section') })),
  });
  const anyArticles = fc
    .array(anyArticle, { maxLength: 25 })
    .map((found) => found.map(({ id, ...more }) => article(id, more)));
  const anySelect = fc.record(
    {
      section: paths,
      tag: fc.constantFrom('world', 'ASIA'),
      within: fc.constantFrom('6h', '24h'),
      limit: fc.integer({ min: 1, max: 4 }),
      ids: fc.subarray(ids, { maxLength: 3 }),
      exclude: fc.subarray(ids, { maxLength: 3 }),
    },
    { requiredKeys: [] },
  );
  const anySections = fc.array(
    anySelect.map((select) => ({ title: 'A section', select })),
    { minLength: 1, maxLength: 4 },
  );
  const anyHistory = fc.array(
    fc.record({
      id: fc.constantFrom('world-brief/2026-11-22', 'world-brief/2026-11-23', 'world-brief/2026-11-24'),
      at: instants,
      articleIds: fc.subarray(ids, { maxLength: 4 }),
    }),
    { maxLength: 3 },
  );
  const anyInput = fc.tuple(anyArticles, anySections, anyHistory);

  test('the order they come in changes nothing', () => {
    fc.assert(
      fc.property(anyInput, fc.infiniteStream(fc.nat()), ([articles, sections, history], numbers) => {
        const order = articles.map((entry) => ({ entry, by: numbers.next().value ?? 0 }));
        const permuted = order.sort((a, b) => a.by - b.by).map(({ entry }) => entry);
        const first = assembled(sections, articles, { history });
        expect(canonicalJson(assembled(sections, permuted, { history: history.toReversed() }))).toBe(
          canonicalJson(first),
        );
      }),
    );
  });

  test('none is in twice, none under embargo, barred, to come or repeated; every one has its reason', () => {
    fc.assert(
      fc.property(anyInput, ([articles, sections, history]) => {
        const result = assembled(sections, articles, { history });
        const inside = result.kind === 'edition' ? result.edition.sections.flatMap((section) => section.articles) : [];
        expect(new Set(inside.map(({ id }) => id)).size).toBe(inside.length);
        const instant = Date.parse(at);
        const before = history.filter((past) => Date.parse(past.at) < instant && past.id !== 'world-brief/2026-11-23');
        for (const { id, embargoUntil, channels, publishedAt } of inside) {
          expect(Date.parse(publishedAt)).toBeLessThanOrEqual(instant);
          expect(embargoUntil === null || Date.parse(embargoUntil) <= instant).toBe(true);
          expect(channels === null || channels.length === 0 || channels.includes('Email')).toBe(true);
          expect(before.some(({ articleIds }) => articleIds.includes(id))).toBe(false);
        }
        const all = [...new Set(articles.map(({ id }) => id))].sort();
        for (const { considered, select } of result.selection) {
          expect(considered.map(({ articleId }) => articleId).sort()).toEqual(all);
          const chosen = considered.filter(({ leftOut }) => leftOut === null);
          expect(chosen.length).toBeLessThanOrEqual(select.limit ?? all.length);
          expect(considered.every(({ leftOut }) => leftOut === null || leftOut.detail !== '')).toBe(true);
        }
        const said = result.selection.flatMap(({ considered }) => considered.filter(({ leftOut }) => leftOut === null));
        expect(result.kind === 'edition' ? said.map(({ articleId }) => articleId) : []).toEqual(
          inside.map(({ id }) => id),
        );
      }),
      { numRuns: 200 },
    );
  });

  test('ten thousand of them are no trouble', () => {
    const articles = Array.from({ length: 10_000 }, (_, index) => ({
      ...article('a'),
      id: `article-${index}`,
      publishedAt: new Date(Date.parse(at) - index * 60_000).toISOString(),
    }));
    const sections = Array.from({ length: 8 }, () => ({ title: 'Ten', select: { within: '24h', limit: 10 } }));
    expect(idsOf(assembled(sections, articles)).flat()).toEqual(articles.slice(0, 80).map(({ id }) => id));
  });
});
