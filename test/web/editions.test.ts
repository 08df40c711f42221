import { beforeEach, describe, expect, test } from '@jest/globals';
import { parseFeed } from 'feedsmith';
import { TestSite } from './test-site.ts';

let site: TestSite;

beforeEach(async () => {
  site = new TestSite();
  await site.publish('2026-11-22', 'Older & wiser');
  await site.publish('2026-11-23', 'Harbour <opens>');
  await site.reader();
});

describe('past editions', () => {
  test('are listed, the newest first, as somebody without a name gets them', async () => {
    const html = await (await site.get('/newsletters/world-brief')).text();
    expect(html.indexOf('Harbour &lt;opens&gt;')).toBeLessThan(html.indexOf('Older &amp; wiser'));
    expect(html).toContain('Good morning, reader.');
    expect(html).toContain('Sunday, November 22, 2026');
    expect(await (await site.get('/')).text()).toContain('href="/newsletters/world-brief/2026-11-23"');
  });

  test('are shown with defaults, and with links that are nobody’s', async () => {
    const answer = await site.get('/newsletters/world-brief/2026-11-22');
    const html = await answer.text();
    expect(html).toContain('Older &amp; wiser');
    expect(html).not.toMatch(/pr[0-9a-f]{20}x/);
    expect(html).toContain('href="/manage"');
    expect(html).not.toContain('/unsubscribe/');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('of a newsletter that keeps them to itself, and of one not yet out, are not there', async () => {
    await site.publish('2026-11-23', 'Secret', {}, 'weekly');
    await site.publish('2026-11-24', 'Tomorrow', { state: 'running', step: 'check' });
    for (const path of [
      '/newsletters/weekly',
      '/newsletters/weekly/2026-11-23',
      '/newsletters/weekly/feed.xml',
      '/newsletters/world-brief/2026-11-24',
      '/newsletters/nothing',
      '/newsletters/world-brief/..%2f',
    ]) {
      expect((await site.get(path)).status).toBe(404);
    }
    expect(await (await site.get('/newsletters/world-brief')).text()).not.toContain('Tomorrow');
  });

  test('come in pages', async () => {
    for (let day = 1; day <= 21; day += 1) await site.publish(`2026-10-${String(day).padStart(2, '0')}`, `Day ${day}.`);
    const first = await (await site.get('/newsletters/world-brief')).text();
    const second = await (await site.get('/newsletters/world-brief?page=1')).text();
    expect(first).toContain('?page=1');
    expect(second).toContain('Day 1.');
    expect(first).not.toContain('Day 1.');
    for (const page of ['-1', 'x', '1e9', '99999999999999999999']) {
      expect((await site.get(`/newsletters/world-brief?page=${page}`)).status).toBe(200);
    }
  });
});

describe('feeds', () => {
  test('RSS is read by a reader that is not ours', async () => {
    const answer = await site.get('/newsletters/world-brief/feed.xml');
    expect(answer.headers.get('content-type')).toBe('application/rss+xml; charset=utf-8');
    const { format, feed } = parseFeed(await answer.text());
    expect(format).toBe('rss');
    expect(feed).toMatchObject({
      title: 'World Brief',
      items: [
        { title: 'Harbour <opens>', link: 'https://news.example.org/newsletters/world-brief/2026-11-23' },
        { title: 'Older & wiser', description: 'Good morning, reader.' },
      ],
    });
  });

  test('JSON Feed too', async () => {
    const answer = await site.get('/newsletters/world-brief/feed.json');
    const { format, feed } = parseFeed(await answer.text());
    expect(format).toBe('json');
    expect(feed).toMatchObject({
      title: 'World Brief',
      items: [{ title: 'Harbour <opens>', date_published: '2026-11-23T12:00:00.000Z' }, {}],
    });
  });
});

describe('view in browser', () => {
  test('is the edition as its reader got it', async () => {
    await site.reader({ attributes: { first_name: '<Ann & co>' } });
    const html = await (await site.get(site.link('view'))).text();
    expect(html).toContain('Good morning, &lt;Ann &amp; co&gt;.');
    expect(html).not.toMatch(/pr[0-9a-f]{20}x/);
  });

  test('gives whoever is sent it power over its own newsletter alone', async () => {
    const html = await (await site.get(site.link('view'))).text();
    const links = [...html.matchAll(/href="(\/(?:unsubscribe|preferences|account|confirm)\/[^"]+)"/g)].map(
      ([, href]) => href ?? '',
    );
    expect(links).toHaveLength(1);
    expect(links[0]).toMatch(/^\/unsubscribe\//);
    const since = '2026-01-01T00:00:00.000Z';
    await site.reader({ newsletters: ['world-brief', 'weekly'].map((slug) => ({ slug, status: 'active', since })) });
    await site.post(links[0] ?? '', { 'List-Unsubscribe': 'One-Click' });
    expect([await site.standing(), await site.standing('weekly')]).toEqual(['unsubscribed', 'active']);
  });

  test('of somebody who is gone shows the edition without them; of another edition, nothing', async () => {
    expect((await site.get(site.link('view', ['world-brief'], 'ann', '2020-01-01'))).status).toBe(404);
    await site.subscribers.delete('ann');
    const html = await (await site.get(site.link('view'))).text();
    expect(html).toContain('Good morning, reader.');
    expect(html).not.toContain('/unsubscribe/');
  });
});

describe('every page', () => {
  test('allows no script, no frame and no other site, and is not to be guessed at', async () => {
    for (const path of [
      '/',
      '/subscribe',
      '/manage',
      '/newsletters/world-brief',
      site.link('preferences'),
      site.link('unsubscribe'),
      '/nothing',
      site.link('view'),
    ]) {
      const answer = await site.get(path);
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src|unsafe-eval|\*/);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
      expect(answer.headers.get('set-cookie')).toBeNull();
      expect(await answer.text()).not.toMatch(/<script|javascript:|\son\w+=/i);
    }
  });

  test('that is one reader’s is kept by nobody and found by no search', async () => {
    for (const purpose of ['unsubscribe', 'preferences', 'account', 'confirm', 'view'] as const) {
      const answer = await site.get(site.link(purpose));
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const robots = answer.headers.get('x-robots-tag') ?? (await answer.text());
      expect(robots).toContain('noindex');
    }
  });

  test('lives under the path of webUrl, whatever the host', async () => {
    const under = new TestSite({ webUrl: 'https://letters.example.org/r/' });
    await under.reader();
    const html = await (await under.get('/r/')).text();
    expect(html).toContain('action="/r/subscribe"');
    expect((await under.get(`/r${under.link('unsubscribe')}`)).status).toBe(200);
    expect((await under.get('http://127.0.0.1:8080/r/subscribe')).status).toBe(200);
    expect((await under.get('/subscribe')).status).toBe(404);
    await under.post('/r/subscribe', { email: 'new@example.com', newsletter: 'world-brief' });
    expect(under.lastLetter().links[0]).toMatch(/^https:\/\/letters\.example\.org\/r\/confirm\//);
  });

  test('has the publication’s colours, made readable where they are not', async () => {
    const pale = new TestSite({
      look: { accent: '#ffff00', ink: '#eeeeee', paper: '#ffffff', logo: 'https://cdn.example.org/logo.svg' },
    });
    const answer = await pale.get('/');
    const html = await answer.text();
    expect(html).toContain('<img src="https://cdn.example.org/logo.svg" alt="The Example Ledger">');
    expect(answer.headers.get('content-security-policy')).toContain("img-src 'self' https://cdn.example.org");
    const [light = ''] = html.split('@media (prefers-color-scheme:dark)');
    expect(light).toContain('--accent:');
    expect(light).not.toMatch(/--accent:#ffff00|--ink:#eeeeee/);
  });
});
