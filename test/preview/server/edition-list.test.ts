import { describe, expect, test } from '@jest/globals';
import { articleSchema } from '../../../core/model/article.ts';
import { publicationSchema } from '../../../core/model/config.ts';
import { newsletterSchema } from '../../../core/model/newsletter.ts';
import { editionList, instantOfDate, startingEntry } from '../../../preview/server/edition-list.ts';
import type { EditionEntry } from '../../../preview/view.ts';

const newsletter = newsletterSchema.parse({
  slug: 'brief',
  title: 'Brief',
  from: 'brief@news.example.org',
  timeZone: 'America/New_York',
  cron: '0 7 * * 1-5',
  template: 'brief',
  sections: [{ title: 'Today' }],
});

function entry(date: string, when: EditionEntry['when'], articles: number, enough: boolean): EditionEntry {
  return { date, at: `${date}T12:00:00Z`, local: `${date} 07:00`, when, run: null, articles, enough };
}

describe('the instant of an edition by its date', () => {
  test.each([
    ['2026-03-02', '2026-03-02T12:00:00.000Z', 'its firing'],
    ['2026-03-09', '2026-03-09T11:00:00.000Z', 'its firing, in summer time'],
    ['2026-03-01', '2026-03-01T17:00:00.000Z', 'noon, on a Sunday without one'],
    ['2026-03-02T1830', '2026-03-02T23:30:00.000Z', 'the time that the id names'],
  ])('%s: %s, %s', (date, at) => {
    expect(instantOfDate(newsletter, date, null)).toBe(at);
  });

  test.each(['', 'today', '2026-02-30', '2026-3-2', '2026-03-02T7'])('"%s" is no edition', (date) => {
    expect(() => instantOfDate(newsletter, date, null)).toThrow('is no edition');
  });
});

describe('the list of editions', () => {
  const publication = publicationSchema.parse({ name: 'L', url: 'https://news.example.org', postalAddress: '1 Way' });
  const articles = ['2026-03-02T11:00:00Z', '2026-03-01T12:00:00Z', '2026-03-01T11:59:59Z', '2026-03-02T12:00:01Z'].map(
    (publishedAt, index) =>
      articleSchema.parse({
        id: `${index}`,
        headline: `${index}`,
        publishedAt,
        source: { format: 'json', reference: 'x' },
      }),
  );
  const now = Date.parse('2026-03-02T20:00:00Z');

  test.each<[object[], number, string]>([
    [[{ title: 'Today', select: { within: '24h' } }], 2, 'those of its window'],
    [
      [{ title: 'Today', select: { within: '24h' } }, { title: 'All' }],
      3,
      'any that is out, where a section takes any',
    ],
    [
      [
        { title: 'Today', select: { within: '24h' } },
        { title: 'Pinned', select: { ids: ['2'] } },
      ],
      3,
      'what is pinned',
    ],
  ])('counts articles as the edition would have them: %j, %d: %s', (sections, count) => {
    const counted = newsletterSchema.parse({ ...newsletter, from: 'brief@news.example.org', sections });
    const list = editionList({ publication, newsletter: counted, articles, history: [], runs: [], now });
    expect(list.find(({ date }) => date === '2026-03-02')).toMatchObject({ articles: count, enough: true });
  });
});

describe('the edition to begin with', () => {
  test('is the next, where it can be made', () => {
    const entries = [
      entry('2026-03-04', 'coming', 0, false),
      entry('2026-03-03', 'coming', 8, true),
      entry('2026-03-02', 'past', 20, true),
    ];
    expect(startingEntry(entries)?.date).toBe('2026-03-03');
  });

  test('is else the fullest of those past, and else the next all the same', () => {
    const next = entry('2026-03-05', 'coming', 0, false);
    const past = [
      entry('2026-03-03', 'past', 5, true),
      entry('2026-03-02', 'past', 20, true),
      entry('2026-03-01', 'past', 30, false),
    ];
    expect(startingEntry([next, ...past])?.date).toBe('2026-03-02');
    expect(startingEntry([next, entry('2026-03-01', 'past', 1, false)])).toBe(next);
    expect(startingEntry([])).toBeNull();
  });
});
