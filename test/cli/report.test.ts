import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { loadConfig } from '../../adapters/local/config-file.ts';
import { openWebPorts } from '../../cli/web-ports.ts';
import type { Feedback } from '../../core/model/feedback.ts';
import { createWebApp } from '../../web/app.ts';
import { launchBrowser } from '../browser.ts';
import { at, editionId, TestPublication } from './publication.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browserName = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15';
const story = 'https://news.example.org/harbour?a=1&b=2';

let publication: TestPublication;

beforeEach(async () => {
  publication = new TestPublication({ tracking: true });
  const footer = '<a href="{{ links.unsubscribe }}">leave</a> {{ publication.postalAddress }}';
  publication.write(
    'templates/editions/plain.mjml',
    `<mjml><mj-body><mj-section><mj-column><mj-text><h2><a href="https://news.example.org/harbour?a=1&amp;b=2">{{ lead.headline }}</a></h2>
    <a href="https://docs.example.org/plan">the plan</a> <a href="mailto:desk@example.org">write</a> ${footer}</mj-text></mj-column></mj-section></mj-body></mjml>`,
  );
  publication.write(
    'templates/editions/plain.txt',
    `{{ lead.headline }}\n  ${story}\n\nLeave: {{ links.unsubscribe }}\n{{ publication.postalAddress }}\n`,
  );
  await publication.articles('Harbour opens');
  await publication.subscribers(4);
  await publication.run(['send', 'world-brief', '--at', at, '--yes']);
});

afterEach(() => publication.remove());

function learned(kind: Feedback['kind'], subscriberId: string, more: Partial<Feedback> = {}): Feedback {
  const when = '2026-03-02T12:05:00.000Z';
  return {
    id: `${kind}:${subscriberId}`,
    kind,
    editionId,
    subscriberId,
    attemptId: 'a',
    providerMessageId: null,
    at: when,
    detail: null,
    bounce: null,
    isMachine: false,
    url: null,
    ...more,
  };
}

/** Asks the readers’ pages, a minute after the send. */
async function ask(...requests: [url: string, init?: RequestInit][]): Promise<Response[]> {
  const loaded = await loadConfig(null, publication.folder);
  return publication.local(async (local) => {
    const { ports, close } = await openWebPorts(publication.data, local, loaded, () => {});
    const clock = { ...ports.clock, now: () => Date.now() + 60_000 };
    const app = createWebApp(loaded.config, { ...ports, clock });
    const responses: Response[] = [];
    for (const [url, init] of requests) responses.push(await app.request(url, init));
    close();
    return responses;
  });
}

function messageOf(index: number): string {
  const message = readFileSync(publication.outboxFiles(editionId).sort()[index] ?? '', 'utf8');
  return message.replaceAll('=\r\n', '').replaceAll('=3D', '=');
}

describe('a link of a delivered message', () => {
  test('leads to its article and stands in the report as one click; leaving stands there too', async () => {
    const message = messageOf(0);
    const [, first = '', token = ''] = /href="(https:\/\/news\.example\.org\/click\/([^/"]+)\/1)"/.exec(message) ?? [];
    expect(message).toContain(`\n  https://news.example.org/click/${token}/1\r\n`);
    expect(message).toContain('href="mailto:desk@example.org"');
    const [, open = ''] = /<img src="(https:\/\/news\.example\.org\/open\/[^"]+)"/.exec(message) ?? [];
    const [, leave = ''] = /^List-Unsubscribe: <(.*)>\r$/m.exec(message) ?? [];
    const person = { headers: { 'user-agent': browserName } };
    const [followed, again, head, opened, program, left] = await ask(
      [first, person],
      [first, person],
      [first, { ...person, method: 'HEAD' }],
      [open, person],
      [first.replace(/1$/, '2'), { headers: { 'user-agent': 'curl/8' } }],
      [leave, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) }],
    );
    expect([followed, again, head].map((each) => each?.headers.get('location'))).toEqual([story, story, story]);
    expect(program?.headers.get('location')).toBe('https://docs.example.org/plan');
    expect([opened?.status, left?.status]).toEqual([200, 200]);

    const { json } = await publication.run(['report', editionId, '--json']);
    expect(json.tracking).toEqual({
      opens: { people: 1, machines: 0 },
      clicks: { people: 1, machines: 1 },
      links: [
        { url: story, people: 1, machines: 0 },
        { url: 'https://docs.example.org/plan', people: 0, machines: 1 },
      ],
    });
    expect(json.learned.unsubscribed).toBe(1);
    const { output } = await publication.run(['report', editionId]);
    expect(output).toMatch(/unsubscribed +1 {2}25 % of accepted/);
    expect(output).toMatch(/followed +1 {2}25 % of accepted; by programs 1/);
    expect(output).toContain(story);
    // A test goes out before anything is frozen, and leads straight to its addresses.
    const tested = await publication.run(['send', 'world-brief', '--at', at, '--test', 'me@example.com', '--json']);
    expect(readFileSync(tested.json.tests[0].file, 'utf8')).not.toContain('/click/');
  });
});

describe('report', () => {
  test('says what was learned and how the rates stand beside the limits', async () => {
    const before = await publication.run(['report', editionId]);
    expect(before.output).toContain('nothing yet: no event of any of its messages');
    expect(before.output).toMatch(
      /complaints +– +unknown +nothing was heard of any that was delivered; Gmail and Yahoo ask/,
    );
    await publication.local((local) =>
      local.feedback.add([
        ...['reader1', 'reader2', 'reader3'].map((id) => learned('delivery', id)),
        learned('bounce', 'reader4', { bounce: 'permanent' }),
        learned('complaint', 'reader1', { detail: 'abuse' }),
        learned('delay', 'reader2'),
      ]),
    );
    const { json } = await publication.run(['report', editionId, '--json']);
    expect(json).toMatchObject({
      editionId,
      newsletter: 'world-brief',
      state: 'finished',
      counts: { candidates: 5, recipients: 4, exclusions: 1, accepted: 4 },
      exclusionsByReason: { unsubscribed: 1 },
      withheldByReason: {},
      learned: {
        delivered: 3,
        bounced: { permanent: 1, transient: 0, undetermined: 0 },
        complained: 1,
        delayed: 1,
        waiting: 0,
      },
    });
    expect(json.rates.map((rate: { rate: number; standing: string }) => [rate.rate, rate.standing])).toEqual([
      [0.25, 'over'],
      [0.25, 'over'],
      [1 / 3, 'over'],
    ]);
    const { output } = await publication.run(['report', editionId]);
    expect(output).toMatch(/delivered +3 {2}75 % of accepted/);
    expect(output).toMatch(/bounced +1 {2}permanent 1/);
    expect(output).toMatch(/bounces +25 % {2}over +1 for good, of 4 accepted; Amazon SES reviews from 5 % on/);
  });

  test('of a newsletter has a line an edition, the newest last', async () => {
    await publication.articlesAt('2026-03-03T10:00:00Z', 'Trains return');
    await publication.run(['send', 'world-brief', '--at', '2026-03-03T07:00:00-05:00', '--yes']);
    const { json, exit } = await publication.run(['report', 'world-brief', '--json']);
    expect(exit).toBe(0);
    expect(json.editions.map((each: { editionId: string }) => each.editionId)).toEqual([
      editionId,
      'world-brief/2026-03-03',
    ]);
    const { output } = await publication.run(['report', 'world-brief', '--last', '1']);
    expect(output).toContain('world-brief: one edition');
    expect(output).toMatch(/2026-03-03 +4 +– +– +– +0 % +0 % +0 %/);
    expect((await publication.run(['report', 'evening-brief'])).output).toContain('no edition has gone out yet');
    const unknown = await publication.run(['report', 'world-breif']);
    expect([unknown.exit, unknown.notes]).toEqual([1, expect.stringContaining('Did you mean world-brief?')]);
  });
});

describe('the page', () => {
  let browser: Browser | null;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  test('is one file without script; each chart has a title, words and a table; it passes axe on a phone, in light and dark', async () => {
    await publication.local((local) =>
      local.feedback.add([
        learned('delivery', 'reader1'),
        learned('click', 'reader1', { url: story }),
        learned('bounce', 'reader4', { bounce: 'permanent', detail: '<b>' }),
      ]),
    );
    for (const subject of [editionId, 'world-brief']) {
      const { json, exit } = await publication.run(['report', subject, '--html', 'out/report.html', '--json']);
      expect(exit).toBe(0);
      expect(json.html).toBe(path.join(publication.folder, 'out/report.html'));
      const page = publication.read('out/report.html');
      expect(page).not.toMatch(/<script|javascript:|@import|url\(|<link|<img/i);
      const drawings = page.match(/<svg /g)?.length ?? 0;
      expect(drawings).toBeGreaterThanOrEqual(8);
      expect(
        page.match(/role="img" aria-labelledby="\S+ \S+"><title id="\S+">[^<]+<\/title><desc id="\S+">[^<]+<\/desc>/g),
      ).toHaveLength(drawings);
      expect((page.match(/<table>/g)?.length ?? 0) * 2).toBeGreaterThanOrEqual(drawings);
      const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const [width, colorScheme] of [
        [390, 'light'],
        [1200, 'dark'],
      ] as const) {
        if (browser === null) continue;
        const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
        const tab = await context.newPage();
        await tab.goto(pathToFileURL(json.html).href);
        await tab.evaluate(axe);
        const violations = await tab.evaluate(async () => {
          const { axe: run } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } };
          return (await run.run()).violations.map(({ id }) => id);
        });
        expect(violations).toEqual([]);
        const overflow = await tab.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect(overflow).toBeLessThanOrEqual(0);
        await context.close();
      }
    }
  });
});
