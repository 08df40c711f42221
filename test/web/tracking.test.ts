import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Feedback } from '../../core/model/feedback.ts';
import { article } from '../core/stages/render-editions.ts';
import { TestSite } from './test-site.ts';

const browser = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15';
const story = 'https://news.example.org/2026/11/23/harbour-opens';

let site: TestSite;
let path: string;

beforeEach(async () => {
  site = new TestSite();
  await counted();
  await site.publish('2026-11-22', 'Trains return');
  await site.reader();
  await accepted('world-brief/2026-11-23', 'ann', site.now - 60_000);
  path = site.link('click');
});

async function counted(): Promise<void> {
  const articles = ['Harbour opens', 'Trains return', 'Clinic by boat'].map((headline) => article({ headline }));
  await site.publish('2026-11-23', 'Harbour opens', {}, 'world-brief', {
    tracking: 'https://news.example.org',
    sections: [{ title: 'Today', layout: 'list', articles }],
  });
}

async function accepted(editionId: string, subscriberId: string, at: number): Promise<void> {
  const decidedAt = new Date(at).toISOString();
  await site.ledger.claim(editionId, [{ subscriberId, attemptId: 'a1', claimedAt: decidedAt }]);
  const outcome = { subscriberId, attemptId: 'a1', state: 'accepted', decidedAt } as const;
  await site.ledger.record(editionId, [{ ...outcome, providerMessageId: 'p1', detail: null }]);
}

async function visit(address: string, headers: Record<string, string> = {}): Promise<Response> {
  return site.get(address, { 'user-agent': browser, ...headers });
}

async function learned(): Promise<Pick<Feedback, 'kind' | 'url' | 'isMachine'>[]> {
  const found = await site.feedback.ofSubscriber('ann');
  return found.map(({ kind, url, isMachine: machine }) => ({ kind, url, isMachine: machine }));
}

describe('a counted link', () => {
  test('leads where the archived edition pointed, and is counted once for a person', async () => {
    const links = await linksOf();
    const number = links.indexOf(story) + 1;
    const response = await visit(`${path}/${number}`);
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe(story);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await response.text()).toBe('');
    await visit(`${path}/${number}`);
    expect(await learned()).toEqual([{ kind: 'click', url: story, isMachine: false }]);
  });

  test('is in the data that a reader takes away', async () => {
    await visit(`${path}/1`);
    const answer = await site.post(site.link('account', ['world-brief'], 'ann', null), { action: 'download' });
    const { messages } = (await answer.json()) as { messages: object[] };
    expect(messages).toEqual([
      {
        kind: 'click',
        editionId: 'world-brief/2026-11-23',
        at: new Date(site.now).toISOString(),
        detail: null,
        isMachine: false,
        url: (await linksOf())[0],
      },
    ]);
  });

  test('HEAD leads there too and records nothing; so does a browser that asks not to be followed', async () => {
    const head = await site.app.request(`${path}/1`, { method: 'HEAD', headers: { 'user-agent': browser } });
    expect([head.status, head.headers.get('location')]).toEqual([302, (await linksOf())[0]]);
    for (const header of ['sec-gpc', 'dnt']) expect((await visit(`${path}/1`, { [header]: '1' })).status).toBe(302);
    expect(await learned()).toEqual([]);
  });

  test('programs are kept apart from people, and once each', async () => {
    for (const agent of ['Barracuda Sentinel (EE)', 'curl/8.5.0', '', 'Mozilla/5.0'])
      await visit(`${path}/1`, { 'user-agent': agent });
    await visit(`${path}/2`, { 'sec-purpose': 'prefetch' });
    expect((await learned()).map(({ isMachine: machine }) => machine)).toEqual([true, true]);
    await visit(`${path}/1`);
    expect(await learned()).toHaveLength(3);
    site = new TestSite();
    await counted();
    await site.reader();
    await accepted('world-brief/2026-11-23', 'ann', site.now - 3_000);
    await visit(`${path}/1`);
    expect((await learned()).map(({ isMachine: machine }) => machine)).toEqual([true]);
  });

  test('whoever is no recipient is led there and not counted; nor is one who was forgotten', async () => {
    await site.reader({ id: 'bob', email: 'bob@example.com' });
    const other = await visit(`${site.link('click', ['world-brief'], 'bob')}/1`);
    expect(other.status).toBe(302);
    await site.subscribers.delete('ann');
    expect((await visit(`${path}/1`)).status).toBe(302);
    expect([...(await learned()), ...(await site.feedback.ofSubscriber('bob'))]).toEqual([]);
  });

  test('a store that fails stops nobody', async () => {
    site.ledger.read = async () => {
      throw new Error('gone');
    };
    expect((await visit(`${path}/1`)).status).toBe(302);
    expect(site.events).toEqual(['feedback lost: gone']);
  });

  test.each([
    ['another purpose', () => `${site.link('view').replace('/view/', '/click/')}/1`],
    ['an edition that is not counted', () => `${site.link('click', ['world-brief'], 'ann', '2026-11-22')}/1`],
    ['an edition that never was', () => `${site.link('click', ['world-brief'], 'ann', '2026-01-01')}/1`],
    ['another newsletter', () => `${site.link('click', ['weekly'])}/1`],
    ['no edition', () => `${site.link('click', ['world-brief'], 'ann', null)}/1`],
    ['number 0', () => `${path}/0`],
    ['a number past the last', () => `${path}/999`],
    ['a number written otherwise', () => `${path}/01`],
    ['an address', () => `${path}/${encodeURIComponent('https://evil.example.com/')}`],
    ['no number', () => path],
    [
      'a signature that was changed',
      () => `${path.replace(/(\.[A-Za-z0-9_-])/, (all) => (all === '.A' ? '.B' : '.A'))}/1`,
    ],
    ['a token that ends early', () => `${path.slice(0, -1)}/1`],
  ])('%s is not found, and leads nowhere', async (_, address) => {
    const response = await visit(address());
    expect([response.status, response.headers.get('location')]).toEqual([404, null]);
    expect(await learned()).toEqual([]);
  });

  test('whatever is asked, a redirect only ever leads to an address of the edition', async () => {
    const links = new Set(await linksOf());
    const token = path.slice('/click/'.length);
    const evil = fc.constantFrom(
      'https://evil.example.com',
      '//evil.example.com',
      'javascript:alert(1)',
      '\r\nLocation: x',
    );
    const text = fc
      .oneof(fc.string({ unit: 'binary', maxLength: 30 }), evil)
      .map((raw) => encodeURIComponent(raw.toWellFormed()));
    const cut = fc.tuple(fc.nat(token.length), fc.nat(token.length), text).map(([from, to, put]) => {
      return token.slice(0, Math.min(from, to)) + put + token.slice(Math.max(from, to));
    });
    const tokens = fc.oneof({ weight: 2, arbitrary: fc.constant(token) }, cut, text);
    const tails = fc.oneof(
      fc.integer({ min: -2, max: 6 }).map(String),
      text,
      fc.tuple(fc.integer({ min: 1, max: 9 }), text).map(([number, more]) => `${number}${more}`),
      fc
        .tuple(fc.integer({ min: 1, max: 9 }), evil)
        .map(([number, url]) => `${number}?url=${encodeURIComponent(url)}&to=${url}`),
      fc.tuple(fc.integer({ min: 1, max: 9 }), text).map(([number, more]) => `${number}/${more}`),
    );
    const seen = { redirects: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(tokens, tails, evil, async (one, tail, url) => {
        const request = new Request(`https://news.example.org/click/${one}/${tail.replace(/[\r\n]/g, '')}`, {
          headers: {
            'user-agent': browser,
            'x-forwarded-host': 'evil.example.com',
            'x-original-url': url.trim().split('\r')[0] ?? '',
          },
        });
        const response = await site.app.request(request);
        const location = response.headers.get('location');
        if (location === null) seen.refused += 1;
        else seen.redirects += 1;
        expect(location === null ? [404] : [302]).toContain(response.status);
        expect(location === null || links.has(location)).toBe(true);
      }),
      { numRuns: 500 },
    );
    expect(Math.min(seen.redirects, seen.refused)).toBeGreaterThan(20);
  });
});

describe('the picture that tells of an opening', () => {
  test('is one pixel, kept by nobody, and counts people and programs apart, once each', async () => {
    const open = path.replace('/click/', '/open/');
    const response = await visit(open);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/gif');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect([...new Uint8Array(await response.arrayBuffer())].slice(6, 10)).toEqual([1, 0, 1, 0]);
    await visit(open);
    await visit(open, { 'user-agent': 'Mozilla/5.0' });
    expect(await learned()).toEqual([
      { kind: 'open', url: null, isMachine: false },
      { kind: 'open', url: null, isMachine: true },
    ]);
  });

  test('is not found for what is forged', async () => {
    for (const forged of ['/open/nonsense', site.link('view').replace('/view/', '/open/')])
      expect((await visit(forged)).status).toBe(404);
    expect(await learned()).toEqual([]);
  });
});

async function linksOf(): Promise<string[]> {
  const { revision } = site.runs.get('world-brief/2026-11-23') ?? {};
  const bytes = await site.archive.get('world-brief/2026-11-23', `${revision}/rendered.json`);
  return JSON.parse(new TextDecoder().decode(bytes ?? new Uint8Array())).tracking.links;
}
