import { beforeEach, describe, expect, test } from '@jest/globals';
import { addressHash } from '../../core/text/hash.ts';
import { TestSite } from './test-site.ts';

let site: TestSite;

beforeEach(() => {
  site = new TestSite();
});

const form = { email: ' New@Example.com ', newsletter: 'world-brief', name: 'Nell', website: '' };
const pathOf = (link = '') => new URL(link).pathname;

async function stored(email: string) {
  return (await site.subscribers.byEmails([email])).get(email);
}

describe('signing up', () => {
  test('makes a pending reader and sends a letter; the letter’s page confirms, and only its button does', async () => {
    const answer = await site.post('/subscribe', form);
    expect(answer.status).toBe(200);
    const pending = await stored('New@example.com');
    expect(pending).toMatchObject({
      newsletters: [{ slug: 'world-brief', status: 'pending' }],
      attributes: { first_name: 'Nell' },
      consent: null,
    });

    const letter = site.lastLetter();
    expect(letter).toMatchObject({ to: 'New@example.com', subject: 'Confirm your subscription to World Brief' });
    const [link] = letter.links;
    expect(link).toMatch(/^https:\/\/news\.example\.org\/confirm\//);
    expect((await site.get(pathOf(link))).status).toBe(200);
    expect((await stored('New@example.com'))?.newsletters).toMatchObject([{ status: 'pending' }]);

    const confirmed = await site.post(pathOf(link), { confirm: 'yes' });
    expect(confirmed.status).toBe(200);
    expect(await confirmed.text()).toContain('You are subscribed');
    expect(await stored('New@example.com')).toMatchObject({
      newsletters: [{ status: 'active' }],
      consent: { source: 'confirmed by the reader', at: '2026-11-23T12:00:00.000Z' },
    });
    expect((await site.post(pathOf(link), { confirm: 'yes' })).status).toBe(200);
  });

  test('is the same page, status and headers for everyone; what stands is not touched', async () => {
    const since = '2026-01-01T00:00:00.000Z';
    await site.reader();
    await site.reader({
      id: 'left',
      email: 'left@example.com',
      newsletters: [{ slug: 'world-brief', status: 'unsubscribed', since }],
    });
    await site.subscribers.suppress([
      { addressHash: addressHash('barred@example.com'), reason: 'complaint', detail: null, since },
    ]);
    const answers = [];
    for (const email of ['new@example.com', 'ann@example.com', 'left@example.com', 'barred@example.com']) {
      const answer = await site.post('/subscribe', { ...form, email, name: 'Mallory' });
      answers.push([answer.status, Object.fromEntries(answer.headers), await answer.text()]);
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(site.letters.map(({ to }) => to)).toEqual(['new@example.com', 'ann@example.com', 'left@example.com']);
    expect(site.letters.length).toBe(3);
    expect(await site.subscribers.byId('ann')).toMatchObject({
      attributes: { first_name: 'Ann' },
      newsletters: [{ status: 'active' }],
    });
    expect(await site.standing('world-brief', 'left')).toBe('unsubscribed');
    expect(await stored('barred@example.com')).toBeUndefined();
  });

  test('of somebody who left everything brings them back when they confirm it', async () => {
    const since = '2026-01-01T00:00:00.000Z';
    const hash = addressHash('new@example.com');
    await site.subscribers.suppress([
      { addressHash: hash, reason: 'unsubscribe', detail: 'forgotten on request', since },
    ]);
    await site.post('/subscribe', form);
    expect((await site.subscribers.suppressionsOf([hash])).size).toBe(1);
    await site.post(pathOf(site.lastLetter().links[0]), { confirm: 'yes' });
    expect((await site.subscribers.suppressionsOf([hash])).size).toBe(0);
  });

  test('whoever gets it already is told so, with a way to their preferences', async () => {
    await site.reader();
    await site.post('/subscribe', { ...form, email: 'ann@example.com' });
    const { subject, links } = site.lastLetter();
    expect(subject).toBe('You already get World Brief');
    expect((await site.get(pathOf(links[0]))).status).toBe(200);
  });

  test('for several newsletters at once is one letter, and one confirmation', async () => {
    await site.post('/subscribe', [
      ['email', 'new@example.com'],
      ['newsletter', 'world-brief'],
      ['newsletter', 'weekly'],
      ['newsletter', 'unknown'],
    ]);
    expect(site.lastLetter().subject).toBe('Confirm your subscription to World Brief and The Week in Full');
    await site.post(pathOf(site.lastLetter().links[0]), { confirm: 'yes' });
    expect((await stored('new@example.com'))?.newsletters.map(({ slug, status }) => [slug, status])).toEqual([
      ['world-brief', 'active'],
      ['weekly', 'active'],
    ]);
  });

  test('with a bad address, or for nothing, says what is wrong and keeps what was written', async () => {
    const bad = await site.post('/subscribe', { ...form, email: 'nobody"><script>' });
    expect(bad.status).toBe(400);
    const html = await bad.text();
    expect(html).toContain('This is not an email address');
    expect(html).toContain('value="nobody&quot;&gt;&lt;script&gt;"');
    expect(html).toContain('aria-describedby="fault"');
    expect((await site.post('/subscribe', { email: 'a@example.com' })).status).toBe(400);
    expect(site.letters).toEqual([]);
  });

  test('by a program that fills in what nobody sees stores nothing, with the same answer', async () => {
    const honest = await (await site.post('/subscribe', form)).text();
    const caught = await site.post('/subscribe', { ...form, email: 'bot@example.com', website: 'https://example.com' });
    expect(await caught.text()).toBe(honest);
    expect(await stored('bot@example.com')).toBeUndefined();
    expect(site.letters).toHaveLength(1);
  });

  test('as JSON', async () => {
    const send = (body: string) =>
      site.app.request('/subscribe', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
    const answer = await send(JSON.stringify({ email: 'new@example.com', newsletters: ['world-brief'] }));
    expect([answer.status, await answer.json()]).toEqual([202, { status: 'check-inbox' }]);
    expect(site.letters).toHaveLength(1);
    for (const body of [
      '',
      '[]',
      '{',
      '{"email":7}',
      '{"email":"x","newsletters":["world-brief"]}',
      '{"email":"a@example.com"}',
    ]) {
      const refused = await send(body);
      expect(refused.status).toBe(400);
      expect(await refused.json()).toEqual({ error: expect.any(String) });
    }
  });

  test('is limited by address, silently, and by source, openly', async () => {
    for (let time = 0; time < 5; time += 1) expect((await site.post('/subscribe', form)).status).toBe(200);
    expect(site.letters).toHaveLength(3);
    for (let time = 5; time < 20; time += 1) await site.post('/subscribe', { ...form, email: `r${time}@example.com` });
    const refused = await site.post('/subscribe', { ...form, email: 'last@example.com' });
    expect(refused.status).toBe(429);
    expect(await stored('last@example.com')).toBeUndefined();
    site.now += 3_600_000;
    expect((await site.post('/subscribe', form)).status).toBe(200);
    expect(site.lastLetter().to).toBe('New@example.com');
  });

  test('says so when the letter cannot be sent', async () => {
    site.mailerFails = true;
    expect((await site.post('/subscribe', form)).status).toBe(503);
  });

  test('speaks the browser’s language, and the letter too', async () => {
    const page = await (await site.get('/subscribe', { 'Accept-Language': 'de-AT,de;q=0.9,en;q=0.5' })).text();
    expect(page).toContain('<html lang="de-AT" dir="ltr">');
    expect(page).toContain('Ihre E-Mail-Adresse');
    await site.post('/subscribe', form, { 'Accept-Language': 'de' });
    expect(site.lastLetter().text).toContain('Waren Sie es');
  });
});

describe('managing', () => {
  test('sends a link to whoever is known, and says the same to whoever is not', async () => {
    await site.reader();
    const known = await site.post('/manage', { email: 'ANN@example.com', website: '' });
    const unknown = await site.post('/manage', { email: 'nobody@example.com', website: '' });
    expect(await known.text()).toBe(await unknown.text());
    expect(site.letters.map(({ to }) => to)).toEqual(['ann@example.com']);
    expect((await site.get(pathOf(site.lastLetter().links[0]))).status).toBe(200);
  });
});
