import { beforeEach, describe, expect, test } from '@jest/globals';
import { TestSite } from './test-site.ts';

let site: TestSite;
let link: string;

beforeEach(async () => {
  site = new TestSite();
  await site.reader();
  link = site.link('unsubscribe');
});

const oneClick = { 'List-Unsubscribe': 'One-Click' };

describe('one-click unsubscribe (RFC 8058)', () => {
  test('POST of a form answers 200, sets no cookie and does not redirect', async () => {
    const answer = await site.post(link, oneClick);
    expect(answer.status).toBe(200);
    expect(answer.redirected).toBe(false);
    expect(answer.headers.get('location')).toBeNull();
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(await site.standing()).toBe('unsubscribed');
  });

  test('POST of multipart does the same', async () => {
    const body = new FormData();
    body.set('List-Unsubscribe', 'One-Click');
    const answer = await site.app.request(link, { method: 'POST', body });
    expect(answer.status).toBe(200);
    expect(await site.standing()).toBe('unsubscribed');
  });

  test('again and again, and a year later, it answers 200', async () => {
    for (let time = 0; time < 3; time += 1) expect((await site.post(link, oneClick)).status).toBe(200);
    site.now += 365 * 86_400_000;
    expect((await site.post(link, oneClick)).status).toBe(200);
    const left = await site.feedback.ofSubscriber('ann');
    expect(left).toMatchObject([{ kind: 'unsubscribe', editionId: 'world-brief/2026-11-23' }]);
  });

  test('GET and HEAD change nothing, and show a button that does the same POST', async () => {
    const page = await site.get(link);
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toMatch(/<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button>/);
    expect((await site.app.request(link, { method: 'HEAD' })).status).toBe(200);
    expect(await site.standing()).toBe('active');
  });

  test.each([
    ['nothing', ''],
    ['another value', 'List-Unsubscribe=one-click'],
    ['another name', 'list-unsubscribe=One-Click'],
    ['the value in a query', 'x=1'],
  ])('a body with %s changes nothing', async (_, body) => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const answer = await site.app.request(`${link}?List-Unsubscribe=One-Click`, { method: 'POST', body, headers });
    expect(answer.status).toBe(400);
    expect(await site.standing()).toBe('active');
  });

  test.each(['text/plain', 'application/json', ''])('a body of type %p changes nothing', async (type) => {
    const headers: Record<string, string> = type === '' ? {} : { 'Content-Type': type };
    const answer = await site.app.request(link, { method: 'POST', body: 'List-Unsubscribe=One-Click', headers });
    expect(answer.status).toBe(400);
    expect(await site.standing()).toBe('active');
  });

  test('PUT, PATCH and DELETE change nothing', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      expect((await site.app.request(link, { method, body: new URLSearchParams(oneClick) })).status).toBe(404);
    }
    expect(await site.standing()).toBe('active');
  });
});

describe('the link', () => {
  test('leaves its own newsletter alone', async () => {
    const since = '2026-01-01T00:00:00.000Z';
    await site.reader({ newsletters: ['world-brief', 'weekly'].map((slug) => ({ slug, status: 'active', since })) });
    await site.post(link, oneClick);
    expect(await site.standing('weekly')).toBe('active');
  });

  test('of another purpose, too old or forged does nothing', async () => {
    const forged = link.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
    const view = site.link('view').replace('/view/', '/unsubscribe/');
    for (const path of [forged, view, `${link}x`, link.slice(0, -1), '/unsubscribe/x']) {
      expect((await site.post(path, oneClick)).status).toBe(404);
    }
    site.now += 367 * 86_400_000;
    expect((await site.post(link, oneClick)).status).toBe(404);
    expect(await site.standing()).toBe('active');
  });

  test('of somebody who is gone, or of a newsletter that is, still answers 200', async () => {
    const since = '2026-01-01T00:00:00.000Z';
    await site.reader({ newsletters: [{ slug: 'given-up', status: 'active', since }] });
    expect((await site.post(site.link('unsubscribe', ['given-up']), oneClick)).status).toBe(200);
    expect(await site.standing('given-up')).toBe('unsubscribed');
    await site.subscribers.delete('ann');
    expect((await site.post(link, oneClick)).status).toBe(200);
  });

  test('says no address in its URL, and on its page only what its owner knows', async () => {
    expect(link).not.toMatch(/@|example|world/);
    const html = await (await site.get(link)).text();
    expect(html).not.toContain('ann@example.com');
    expect(html).toContain('a…\u2060@example.com');
  });
});
