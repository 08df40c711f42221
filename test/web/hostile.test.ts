import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TestSite } from './test-site.ts';

let site: TestSite;
let before: unknown;

beforeEach(async () => {
  site = new TestSite();
  await site.publish('2026-11-23', 'Harbour opens');
  await site.reader();
  before = await everything();
});

async function everything(): Promise<unknown> {
  const all = [];
  for await (const page of site.subscribers.all()) all.push(...page);
  for await (const page of site.subscribers.suppressions()) all.push(...page);
  return { all, letters: site.letters.length, feedback: await site.feedback.ofSubscriber('ann') };
}

const purposes = ['unsubscribe', 'preferences', 'view', 'confirm', 'account', 'click'] as const;
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '../../etc/passwd',
    '..%2f..%2f',
    '%00',
    '%',
    '%E0%A4%A',
    '\r\nSet-Cookie: a=b',
    '{{7*7}}',
    '<script>alert(1)</script>',
    "' OR 1=1 --",
    '\u202e',
    'a'.repeat(5000),
  ),
);
const paths = fc.oneof(
  nasty.map((text) => `/${encodeURIComponent(text.toWellFormed())}`),
  fc
    .tuple(
      fc.constantFrom(
        'unsubscribe',
        'confirm',
        'preferences',
        'account',
        'view',
        'newsletters',
        'newsletters/world-brief',
        'subscribe',
        'manage',
      ),
      nasty,
    )
    .map(([folder, text]) => `/${folder}/${encodeURIComponent(text.toWellFormed())}`),
  fc.constantFrom(
    '/',
    '/subscribe',
    '/manage',
    '/newsletters/world-brief?page=%00',
    '/newsletters/__proto__/2026-11-23',
    '/newsletters/world-brief/2026-11-23/feed.xml',
    '/%',
    '/view/%E0%A4%A',
    '//evil.example/x',
  ),
);
const bodies = fc.oneof(
  nasty,
  fc
    .array(
      fc.tuple(
        fc.oneof(
          nasty,
          fc.constantFrom('email', 'newsletter', 'action', 'confirm', 'website', 'List-Unsubscribe', 'name'),
        ),
        nasty,
      ),
      { maxLength: 6 },
    )
    .map((pairs) =>
      new URLSearchParams(
        pairs.map(([name, value]): [string, string] => [name.toWellFormed(), value.toWellFormed()]),
      ).toString(),
    ),
  fc.json(),
);
const types = fc.constantFrom(
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'multipart/form-data; boundary="',
  'application/json',
  'application/json; charset=utf-7',
  'text/plain',
  'application/x-www-form-urlencoded; charset=utf-16',
  '',
);
const methods = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH');

async function ask(path: string, init: RequestInit): Promise<Response> {
  return site.app.request(new Request(`https://news.example.org${path}`, init));
}

describe('hostile requests', () => {
  test('without a reader’s link get no answer above 499, store nothing and mail nobody', async () => {
    await fc.assert(
      fc.asyncProperty(methods, paths, types, bodies, nasty, async (method, path, type, body, language) => {
        const headers = new Headers(type === '' ? {} : { 'Content-Type': type });
        const line = language.replace(/[^\t\x20-\x7e]/g, '').trim();
        if (line !== '') headers.set('Accept-Language', line);
        const hasBody = method !== 'GET' && method !== 'HEAD';
        const answer = await ask(path, { method, headers, ...(hasBody && { body }) });
        expect(answer.status).toBeLessThan(500);
        expect(answer.headers.get('set-cookie')).toBeNull();
        expect(await everything()).toEqual(before);
      }),
      { numRuns: 400 },
    );
    expect(site.events).toEqual([]);
  });

  test('with a reader’s link but a wild body change nothing, and get no answer above 499', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...purposes), types, bodies, async (purpose, type, body) => {
        // What a form of ours would send is not wild.
        fc.pre(!/(?:^|&)(?:List-Unsubscribe=One-Click|confirm=yes|action=)/.test(body));
        const headers = new Headers(type === '' ? {} : { 'Content-Type': type });
        const answer = await ask(site.link(purpose), { method: 'POST', headers, body });
        expect(answer.status).toBeLessThan(500);
        expect(await everything()).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  test('that are too large are refused, said or streamed', async () => {
    const body = `email=${'a'.repeat(40_000)}`;
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    for (const path of ['/subscribe', site.link('unsubscribe'), '/manage']) {
      expect((await ask(path, { method: 'POST', body, headers })).status).toBe(413);
      const stream = new Blob([body]).stream();
      const init = { method: 'POST', body: stream, headers, duplex: 'half' } as RequestInit;
      expect((await ask(path, init)).status).toBe(413);
    }
    expect(await everything()).toEqual(before);
  });

  test('whose names are those of every object store no such thing', async () => {
    const fields: [string, string][] = [
      ['email', 'new@example.com'],
      ['newsletter', 'world-brief'],
      ['__proto__', 'x'],
      ['constructor', 'y'],
      ['name', '__proto__'],
    ];
    expect((await site.post('/subscribe', fields)).status).toBe(200);
    const reader = (await site.subscribers.byEmails(['new@example.com'])).get('new@example.com');
    expect(reader?.attributes).toEqual({ first_name: '__proto__' });
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    const json = '{"email":"two@example.com","newsletters":["world-brief"],"__proto__":{"isAdmin":true}}';
    const answer = await ask('/subscribe', {
      method: 'POST',
      body: json,
      headers: { 'Content-Type': 'application/json' },
    });
    expect(answer.status).toBe(400);
  });

  test('in an address never reach a header, nor markup in a page', async () => {
    const address = 'a@example.com\r\nBcc: everyone@example.com';
    expect((await site.post('/subscribe', { email: address, newsletter: 'world-brief' })).status).toBe(400);
    await site.post('/subscribe', {
      email: 'new@example.com',
      newsletter: 'world-brief',
      name: '"><img src=x onerror=alert(1)>\r\nBcc: x',
    });
    const reader = (await site.subscribers.byEmails(['new@example.com'])).get('new@example.com');
    const page = await site.get(site.link('preferences', ['world-brief'], reader?.id ?? ''));
    expect(await page.text()).not.toContain('<img');
  });

  test('for a store that is away are told to come again, and no more than that', async () => {
    site.subscribers.byId = async () => {
      throw new Error('secret: ann@example.com');
    };
    const answer = await site.get(site.link('preferences'));
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret');
  });
});
