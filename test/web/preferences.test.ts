import { beforeEach, describe, expect, test } from '@jest/globals';
import { addressHash } from '../../core/text/hash.ts';
import { TestSite } from './test-site.ts';

let site: TestSite;
let link: string;

beforeEach(async () => {
  site = new TestSite();
  await site.reader({ locale: 'pt-BR', timeZone: 'America/Sao_Paulo' });
  link = site.link('preferences');
});

const pathOf = (url = '') => new URL(url).pathname;

describe('preferences', () => {
  test('show how things stand, in the reader’s language', async () => {
    const html = await (await site.get(link)).text();
    expect(html).toContain('<html lang="pt-BR" dir="ltr">');
    expect(html).toMatch(/value="world-brief" checked/);
    expect(html).not.toMatch(/value="weekly" checked/);
    expect(html).toContain('value="Ann"');
    expect(html).toMatch(/value="pt" lang="pt" selected/);
    expect(html).toMatch(/value="America\/Sao_Paulo" selected/);
  });

  test('say what is counted, and in which newsletters, only where anything is', async () => {
    expect(await (await site.get(link)).text()).not.toContain('Global Privacy Control');
    for (const newsletter of site.config.newsletters) newsletter.tracking = newsletter.slug !== 'qissat';
    expect((await (await site.get(link)).text()).replace(/[\u2068\u2069]/g, '')).toMatch(
      /Em World Brief e The Week in Full contamos que .*Global Privacy Control/,
    );
  });

  test('are saved whole: newsletters, name, language, time zone', async () => {
    const answer = await site.post(link, [
      ['action', 'save'],
      ['newsletter', 'weekly'],
      ['newsletter', 'qissat'],
      ['name', '  Anna\nMaria '],
      ['locale', 'ar'],
      ['timeZone', 'Asia/Amman'],
    ]);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('dir="rtl"');
    expect(await site.subscribers.byId('ann')).toMatchObject({
      newsletters: [
        { slug: 'world-brief', status: 'unsubscribed' },
        { slug: 'weekly', status: 'active' },
        { slug: 'qissat', status: 'active' },
      ],
      attributes: { first_name: 'Anna Maria' },
      locale: 'ar',
      timeZone: 'Asia/Amman',
    });
  });

  test('keep the variant of a language that was chosen already, and write the name where it stood', async () => {
    await site.reader({ locale: 'pt-BR', attributes: { 'First Name': 'Ann', city: 'Rome' } });
    await site.post(link, { action: 'save', newsletter: 'world-brief', name: '', locale: 'pt', timeZone: 'Mars/Base' });
    expect(await site.subscribers.byId('ann')).toMatchObject({
      locale: 'pt-BR',
      timeZone: null,
      attributes: { city: 'Rome' },
    });
    expect(await site.standing()).toBe('active');
  });

  test('keep a language and a time zone that the form does not offer of itself', async () => {
    await site.reader({ locale: 'pl-PL', timeZone: 'US/Eastern' });
    const html = await (await site.get(link)).text();
    expect(html).toMatch(/value="pl-PL" lang="pl-PL" selected/);
    const form: Record<string, string> = { action: 'save', newsletter: 'world-brief', name: 'Ann' };
    await site.post(link, { ...form, locale: 'pl-PL', timeZone: 'US/Eastern' });
    expect(await site.subscribers.byId('ann')).toMatchObject({ locale: 'pl-PL', timeZone: 'US/Eastern' });
    await site.post(link, { ...form, locale: 'cs', timeZone: 'US/Pacific-New' });
    expect(await site.subscribers.byId('ann')).toMatchObject({ locale: null, timeZone: null });
    await site.post(link, { ...form, locale: 'pt' });
    expect(await site.subscribers.byId('ann')).toMatchObject({ locale: 'pt' });
  });

  test('write what somebody is called by to the first name, where there is a whole one too', async () => {
    await site.reader({ attributes: { name: 'Ann Onymous', 'First Name': 'Ann' } });
    await site.post(link, { action: 'save', newsletter: 'world-brief', name: 'Anna' });
    expect(await site.subscribers.byId('ann')).toMatchObject({
      attributes: { name: 'Ann Onymous', 'First Name': 'Anna' },
    });
  });

  test('tell the report of the edition whose link it was who left its newsletter, once, and of no other', async () => {
    const since = '2026-01-01T00:00:00.000Z';
    const newsletters = ['world-brief', 'weekly'].map((slug) => ({ slug, status: 'active' as const, since }));
    await site.reader({ newsletters });
    await site.post(link, { action: 'save' });
    await site.post(link, { action: 'save' });
    expect((await site.feedback.ofSubscriber('ann')).map(({ kind, editionId }) => [kind, editionId])).toEqual([
      ['unsubscribe', 'world-brief/2026-11-23'],
    ]);
    expect(await site.standing('weekly')).toBe('unsubscribed');
  });

  test('never touch a newsletter of another publication’s config', async () => {
    const since = '2026-01-01T00:00:00.000Z';
    await site.reader({ newsletters: [{ slug: 'elsewhere', status: 'active', since }] });
    await site.post(link, { action: 'save' });
    expect(await site.standing('elsewhere')).toBe('active');
  });

  test('GET, and a POST without an action, change nothing', async () => {
    const before = await site.subscribers.byId('ann');
    await site.get(`${link}?action=save`);
    expect((await site.post(link, { newsletter: 'weekly' })).status).toBe(400);
    expect((await site.post(link, { action: 'forget' })).status).toBe(400);
    expect(await site.subscribers.byId('ann')).toEqual(before);
  });

  test('say where an address is barred', async () => {
    const since = '2026-01-01T00:00:00.000Z';
    await site.reader();
    await site.subscribers.suppress([
      { addressHash: addressHash('ann@example.com'), reason: 'bounce', detail: null, since },
    ]);
    expect(await (await site.get(link)).text()).toContain('Mail to this address came back');
  });

  test('of somebody who is gone are no link', async () => {
    await site.subscribers.delete('ann');
    expect((await site.get(link)).status).toBe(404);
    expect((await site.post(link, { action: 'save' })).status).toBe(404);
  });
});

describe('a reader’s data', () => {
  test('is reached only by a letter to their own inbox, whose link is of the day', async () => {
    const account = link.replace('/preferences/', '/account/');
    expect((await site.get(account)).status).toBe(404);
    await site.reader();
    await site.post(link, { action: 'account' });
    const [path] = site.lastLetter().links.map(pathOf);
    expect(site.lastLetter().to).toBe('ann@example.com');
    expect((await site.get(path ?? '')).status).toBe(200);
    site.now += 2 * 86_400_000;
    expect((await site.get(path ?? '')).status).toBe(404);
  });

  test('can be downloaded', async () => {
    const answer = await site.post(site.link('account'), { action: 'download' });
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toMatchObject({
      subscriber: { email: 'ann@example.com' },
      suppression: null,
      messages: [],
    });
  });

  test('can be deleted, all but the hash that keeps them from being written to', async () => {
    const path = site.link('account');
    await site.get(path);
    await site.post(path, {});
    expect(await site.subscribers.byId('ann')).not.toBeNull();
    const answer = await site.post(path, { action: 'forget' });
    expect(answer.status).toBe(200);
    expect(await site.subscribers.byId('ann')).toBeNull();
    expect(site.erased).toEqual(['ann@example.com']);
    const hash = addressHash('ann@example.com');
    expect((await site.subscribers.suppressionsOf([hash])).get(hash)).toMatchObject({ reason: 'unsubscribe' });
    expect((await site.post(path, { action: 'forget' })).status).toBe(404);
  });
});
