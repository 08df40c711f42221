import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../browser.ts';
import {
  arabicEdition,
  briefEdition,
  digestEdition,
  everyLayout,
  storyEdition,
} from '../core/stages/render-editions.ts';
import { delivered } from './delivered.ts';
import { TestSite } from './test-site.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser | null = null;
let site: TestSite;
let server: Server;
let base: string;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
});
beforeEach(async () => {
  let listener: (...args: Parameters<ReturnType<typeof getRequestListener>>) => unknown = () => {};
  server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  site = new TestSite({ webUrl: base });
  listener = getRequestListener(site.app.fetch);
  await site.publish('2026-11-23', 'Harbour opens after a long winter');
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
});

/** A page without script of its own: none of ours needs any. */
async function open(width: number, colorScheme: 'light' | 'dark' = 'light', locale = 'en'): Promise<Page> {
  if (browser === null) throw new Error('no browser');
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme,
    locale,
    bypassCSP: true,
    javaScriptEnabled: true,
  });
  return context.newPage();
}

async function severe(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await (
      globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
      }
    ).axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

async function expectGood(page: Page, where: string): Promise<void> {
  expect([where, await severe(page)]).toEqual([where, []]);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  expect([where, overflow]).toEqual([where, 0]);
}

describe('a reader’s life, in a browser', () => {
  test('subscribe, confirm, receive, view, change, leave by one click, come back', async () => {
    if (browser === null) return;
    const context = await browser.newContext({ viewport: { width: 390, height: 800 }, javaScriptEnabled: false });
    const page = await context.newPage();

    await page.goto(`${base}/newsletters/world-brief`);
    await page.getByLabel('Your email address').fill('nell@example.com');
    await page.getByRole('button', { name: 'Sign up' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Check your inbox');

    await page.goto(site.lastLetter().links[0] ?? '');
    await page.getByRole('button', { name: 'Yes, subscribe me' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('You are subscribed');
    const reader = (await site.subscribers.byEmails(['nell@example.com'])).get('nell@example.com');
    const id = reader?.id ?? '';
    expect(await site.standing('world-brief', id)).toBe('active');

    const message = await delivered(site, 'world-brief/2026-11-23', id);
    expect([message.to, message.subject]).toEqual(['nell@example.com', 'Harbour opens after a long winter']);
    expect(message.html).toContain('Harbour opens after a long winter');

    await page.goto(message.link('view'));
    expect(await page.getByText('Harbour opens after a long winter').first().isVisible()).toBe(true);

    await page.goto(message.link('preferences'));
    await page.getByLabel('How should we address you?').fill('Nell');
    await page.getByLabel('The Week in Full').check();
    await page.getByLabel('Time zone').selectOption('Europe/Rome');
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await page.getByRole('status').textContent()).toContain('saved');
    expect(await site.subscribers.byId(id)).toMatchObject({
      attributes: { first_name: 'Nell' },
      timeZone: 'Europe/Rome',
    });
    expect(await site.standing('weekly', id)).toBe('active');

    // What a mail program does when its own button is pressed (RFC 8058).
    expect(message.header('List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
    const left = await fetch(message.header('List-Unsubscribe').slice(1, -1), {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      redirect: 'manual',
    });
    expect(left.status).toBe(200);
    expect([await site.standing('world-brief', id), await site.standing('weekly', id)]).toEqual([
      'unsubscribed',
      'active',
    ]);

    await page.goto(base + site.link('unsubscribe', ['weekly'], id));
    await page.getByRole('button', { name: 'Unsubscribe' }).click();
    await page.getByRole('link', { name: /Sign up again/ }).click();
    await page.getByLabel('Your email address').fill('nell@example.com');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.goto(site.lastLetter().links[0] ?? '');
    await page.getByRole('button', { name: 'Yes, subscribe me' }).click();
    expect(await site.standing('weekly', id)).toBe('active');
    await context.close();
  });

  test('every page passes axe, on a phone and on a desk, in light, dark and right to left', async () => {
    if (browser === null) return;
    await site.reader();
    const paths = [
      '/',
      '/subscribe',
      '/manage',
      '/newsletters/world-brief',
      '/nothing',
      ...(['confirm', 'unsubscribe', 'preferences', 'account'] as const).map((purpose) => site.link(purpose)),
    ];
    for (const [width, scheme, locale] of [
      [360, 'light', 'en'],
      [1000, 'dark', 'en'],
      [360, 'dark', 'ar'],
    ] as const) {
      const page = await open(width, scheme, locale);
      for (const path of paths) {
        await page.goto(base + path);
        await expectGood(page, `${path} at ${width}`);
      }
      await page.context().close();
    }
  });

  test('what is shown after a form passes axe too, on the narrowest phone', async () => {
    if (browser === null) return;
    for (const [width, scheme, locale] of [
      [320, 'light', 'en'],
      [375, 'dark', 'ar'],
    ] as const) {
      await site.reader({ locale });
      await site.reader({ id: 'bob', email: 'bob@example.com', locale });
      const page = await open(width, scheme, locale);
      for (const [path, button] of [
        [site.link('preferences'), 'form:has([value=save]) button'],
        [site.link('preferences'), 'form:has([value=account]) button'],
        [site.link('unsubscribe'), 'form button'],
        [site.link('confirm', ['world-brief', 'weekly', 'qissat']), 'form button'],
        [site.link('account', ['world-brief'], 'bob'), 'form:has([value=forget]) button'],
      ] as const) {
        await page.goto(base + path);
        await page.locator(button).click();
        await page.getByRole('status').waitFor();
        await expectGood(page, `after ${button} of ${path} at ${width}`);
      }
      for (const path of ['/newsletters/world-brief', '/manage']) {
        await page.goto(base + path);
        await page.locator('[name=email]').fill('nell@example.com');
        await page.locator('form button').click();
        await page.getByRole('status').waitFor();
        await expectGood(page, `after the form of ${path} at ${width}`);
      }
      await page.context().close();
    }
  });

  test.each([
    ['brief', briefEdition()],
    ['story', storyEdition()],
    ['digest', digestEdition()],
    ['every layout', everyLayout('brief')],
    ['right to left', arabicEdition()],
  ])('a past edition passes axe, for everyone and as one reader got it: %s', async (name, made) => {
    if (browser === null) return;
    await site.reader();
    await site.publish('2026-11-22', 'Not seen', {}, 'world-brief', { ...made, id: 'world-brief/2026-11-22' });
    for (const [width, scheme] of [
      [320, 'light'],
      [375, 'dark'],
    ] as const) {
      const page = await open(width, scheme);
      const view = site.link('view', ['world-brief'], 'ann', '2026-11-22');
      for (const path of width === 320 ? ['/newsletters/world-brief/2026-11-22', view] : [view]) {
        await page.goto(base + path);
        await expectGood(page, `${name} at ${path}, ${width}`);
      }
      await page.context().close();
    }
  });

  test('what a form says is wrong passes axe too', async () => {
    if (browser === null) return;
    const page = await open(360);
    await page.goto(`${base}/subscribe`);
    await page.getByLabel('World Brief').check();
    await page.evaluate("document.querySelector('form').setAttribute('novalidate', '')");
    await page.getByLabel('Your email address').fill('nobody');
    await page.getByRole('button', { name: 'Sign up' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('not an email address');
    expect(await severe(page)).toEqual([]);
    await page.context().close();
  });

  test('the policy of a page lets its own styles in and keeps script out', async () => {
    if (browser === null) return;
    const context = await browser.newContext();
    const page = await context.newPage();
    const refused: string[] = [];
    page.on('console', (message) => refused.push(message.text()));
    await page.goto(`${base}/`);
    expect(refused).toEqual([]);
    expect(await page.evaluate('getComputedStyle(document.body).fontFamily')).toContain('Georgia');
    await page.evaluate(
      "document.body.append(Object.assign(document.createElement('script'), { textContent: 'document.title = 1' }))",
    );
    expect(await page.title()).toBe('The Example Ledger');
    await context.close();
  });
});
