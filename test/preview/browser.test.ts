import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Frame, Page } from 'playwright-core';
import { createFolderArticleStore } from '../../adapters/local/folder-article-store.ts';
import { articleSchema } from '../../core/model/article.ts';
import { cssPath, readDocument } from '../../core/stages/check-document.ts';
import { checkWithAxe } from '../../preview/checks/axe.ts';
import { findChromium } from '../../preview/checks/chromium.ts';
import { diffExports } from '../../preview/export/diff.ts';
import { exportEdition } from '../../preview/export/export-edition.ts';
import type { Preview } from '../../preview/server/preview.ts';
import { launchBrowser } from '../browser.ts';
import { bundlePage } from './page-bundle.ts';
import { PreviewPublication, pictureUrl } from './room.ts';

const browser = await launchBrowser();
// Skipped, and said to be, where no browser starts.
const inBrowser = browser === null ? describe.skip : describe;

// What the program itself starts is one that is installed, never the one from npm.
const withInstalled = browser === null || findChromium(process.env) === null ? describe.skip : describe;

const hostile = [
  `<img src=x onerror="top.pwned = 1">`,
  `<script>top.pwned = 2</script>`,
  `<a href="javascript:top.pwned=3">press</a>`,
  `<iframe srcdoc="<script>top.pwned=4</script>"></iframe>`,
  `</p></td></table><style>body{display:none}</style><base target="_top" href="https://evil.example/">`,
].join('');

/** A machine may be busy with other tests: nothing here is a measure of time. In milliseconds. */
const patience = 20_000;

const publication = new PreviewPublication();
let preview: Preview;
let page: Page;
let end: () => void = () => {};
let served: Promise<void> = Promise.resolve();

async function storeArticle(id: string, fields: object): Promise<void> {
  const store = createFolderArticleStore(path.join(publication.data, 'articles'));
  const source = { format: 'json', reference: 'test' } as const;
  await store.put(articleSchema.parse({ id, publishedAt: '2026-03-02T10:00:00Z', source, ...fields }));
}

beforeAll(async () => {
  if (browser === null) return;
  await storeArticle('harbour', {
    headline: 'Harbour opens',
    publishedAt: '2026-03-02T11:00:00Z',
    image: { url: pictureUrl, alt: 'The harbour at dawn' },
    body: Array.from({ length: 12 }, (_, index) => ({
      type: 'paragraph',
      html: `Paragraph ${index + 1} of the harbour.`,
    })),
  });
  await storeArticle('hostile', { headline: hostile, body: [{ type: 'paragraph', html: hostile }] });
  const assets = await bundlePage();
  await new Promise<void>((ready, failed) => {
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    served = publication.served(assets, async (running) => {
      preview = running;
      ready();
      await ended;
    });
    served.catch(failed);
  });
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(patience);
});

afterAll(async () => {
  end();
  await served;
  await browser?.close();
  publication.remove();
});

afterEach(async () => {
  await page?.emulateMedia({ colorScheme: 'light' });
});

/** Opens the page, and waits until an edition is shown. */
async function open(query = ''): Promise<Frame> {
  await page.goto(`${preview.url}?${query}`);
  return frame();
}

/** The document of the first frame that shows an edition. */
async function frame(label = ''): Promise<Frame> {
  const element = await page.waitForSelector(`iframe[data-frame${label === '' ? '' : `="${label}"`}]`);
  const content = await element.contentFrame();
  if (content === null) throw new Error('no frame');
  await content.waitForSelector('h2');
  return content;
}

/** Waits until an expression, evaluated by Playwright beside the frame's own world, holds. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('it did not come to pass');
    await page.waitForTimeout(20);
  }
}

/** Waits until what is read is what is wanted: the page writes in its own time. */
async function comesTo<T>(read: () => Promise<T>, wanted: T): Promise<void> {
  await until(async () => isDeepStrictEqual(await read(), wanted)).catch(() => undefined);
  expect(await read()).toEqual(wanted);
}

// What runs in the browser is text: tests are not type-checked with a DOM.

async function widths(): Promise<number[]> {
  return page.evaluate<number[]>("[...document.querySelectorAll('iframe[data-frame]')].map((one) => one.offsetWidth)");
}

function template(): string {
  return path.join(publication.folder, 'templates/editions/shown.mjml');
}

/** Saves a template with something else in it, does something, and saves it as it was. */
async function withTemplate(from: string, to: string, work: () => Promise<void>): Promise<void> {
  const good = readFileSync(template(), 'utf8');
  writeFileSync(template(), good.replace(from, to));
  try {
    await work();
  } finally {
    writeFileSync(template(), good);
  }
}

inBrowser('the page', () => {
  test('shows the edition at the widths asked for, by mouse, key and handle', async () => {
    await open();
    await comesTo(widths, [375, 1024]);
    await page.keyboard.press('0');
    await comesTo(widths, [375, 768, 1024]);
    await page.click('.bar button:text-is("tablet")');
    await comesTo(widths, [768]);
    await page.focus('.handle');
    await page.keyboard.press('ArrowLeft');
    await comesTo(widths, [763]);
    const handle = await page.waitForSelector('.handle');
    const box = await handle.boundingBox();
    await page.mouse.move((box?.x ?? 0) + 5, (box?.y ?? 0) + 100);
    await page.mouse.down();
    await page.mouse.move((box?.x ?? 0) - 95, (box?.y ?? 0) + 100, { steps: 4 });
    await page.mouse.up();
    // The page hears of the last move, and writes its URL, in its own time.
    await until(async () => {
      const [width = 0] = await widths();
      return width < 600 && page.url().includes(`width=${width}`);
    });
  });

  test('shows it in light, in its own dark colours, and inverted by force', async () => {
    await open();
    const paper = "getComputedStyle(document.querySelector('.paper')).backgroundColor";
    const ground = async () => (await frame()).evaluate<string>(paper);
    await comesTo(ground, 'rgb(255, 255, 255)');
    await page.keyboard.press('t');
    await until(async () => (await ground()) === 'rgb(16, 16, 16)');
    await page.click('.bar button:text-is("Gmail")');
    await until(async () => !['rgb(16, 16, 16)', 'rgb(255, 255, 255)'].includes(await ground()));
    await until(async () => page.url().includes('theme=gmail'));
  });

  test('shows pictures that lie beside the config, or their place and their words', async () => {
    const shown = await open();
    const loaded = () => shown.evaluate<number>("document.querySelector('.picture').naturalWidth");
    await until(async () => (await loaded()) === 8);
    await page.keyboard.press('p');
    await until(async () => (await loaded()) === 0);
    await comesTo(() => shown.getAttribute('.picture', 'alt'), 'The harbour at dawn');
  });

  test('shows it as any recipient', async () => {
    const shown = await open();
    await page.keyboard.press('r');
    await page.fill('.choices input', 'shelby');
    await page.waitForSelector('.choices li button:has-text("bo@example.com")');
    await page.keyboard.press('Enter');
    await until(async () => (await shown.textContent('body'))?.includes('Dear Bo') === true);
    await until(async () => page.url().includes('recipient=row-3'));
  });

  test('is all in its address', async () => {
    await open(
      'newsletter=world-brief&edition=2026-03-02&at=2026-03-02T12:00:00.000Z&devices=tablet&theme=dark&recipient=row-2&panel=why&list=off',
    );
    await comesTo(widths, [768]);
    await comesTo(() => page.getAttribute('.bar button:text-is("Dark")', 'aria-pressed'), 'true');
    await comesTo(() => page.textContent('.chosen b'), 'Ann');
    await page.waitForSelector('.why section');
    expect(await page.$('.editions')).toBeNull();
  });

  test('shows text, source and inbox lines', async () => {
    await open();
    await page.keyboard.press('x');
    await page.waitForSelector('pre.text:has-text("Harbour opens")');
    await page.keyboard.press('s');
    await page.waitForSelector('.headers tr:has-text("List-Unsubscribe-Post"):has-text("RFC 8058")');
    await page.keyboard.press('i');
    const line = await page.waitForSelector('[data-inbox="apple-phone"] .subject');
    await comesTo(() => line.textContent(), 'Harbour opens');
  });

  test('says why an article is not in, and what is missing as of another time', async () => {
    await open();
    await page.keyboard.press('w');
    await page.waitForSelector('.why ol li:has-text("Harbour opens")');
    await page.fill('.travel input', '2026-03-02T05:30');
    await page.waitForSelector('.why .out li[data-reason="future"]:has-text("Harbour opens")');
    await page.click('.travel .link');
    await page.fill('.travel input', '2026-03-02T04:00');
    await page.waitForSelector('.empty:has-text("No article of the 1")');
  });

  test('has keys for everything, and says which', async () => {
    await open();
    await page.keyboard.press('?');
    await page.waitForSelector('dialog.help[open]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog.help', { state: 'detached' });
    await page.keyboard.press('[');
    await page.keyboard.press(']');
    await page.waitForSelector('.editions', { state: 'detached' });
    await page.waitForSelector('.panel', { state: 'detached' });
  });
});

inBrowser('saving', () => {
  test('a template shows, with everything else as it was: the place in the page, the pictures, what is typed', async () => {
    const shown = await open();
    await shown.evaluate('scrollTo(0, 300)');
    await shown.evaluate("window.kept = document.querySelector('.picture')");
    await page.evaluate('window.kept = true');
    await withTemplate('Dear {{', 'Good morning {{', async () => {
      await until(async () => (await shown.textContent('body'))?.includes('Good morning reader') === true);
      await comesTo(() => shown.evaluate('scrollY'), 300);
      expect(await page.evaluate('window.kept')).toBe(true);
      expect(await shown.evaluate("window.kept === document.querySelector('.picture')")).toBe(true);
    });
    await until(async () => (await shown.textContent('body'))?.includes('Dear reader') === true);
  });

  test('an article shows', async () => {
    const shown = await open();
    const folder = path.join(publication.data, 'articles');
    const files = readdirSync(folder).map((name) => path.join(folder, name));
    const file = files.find((name) => readFileSync(name, 'utf8').includes('Harbour opens')) ?? '';
    const good = readFileSync(file, 'utf8');
    writeFileSync(file, good.replace('Harbour opens', 'Harbour is open'));
    await until(async () => (await shown.textContent('h2')) === 'Harbour is open');
    writeFileSync(file, good);
    await until(async () => (await shown.textContent('h2')) === 'Harbour opens');
  });

  test('a fault stands over the last good edition, and goes when it is mended', async () => {
    const shown = await open();
    await withTemplate('article.headline', 'article.headlime', async () => {
      await page.waitForSelector('.fault h3:has-text("templates/editions/shown.mjml:")');
      await page.waitForSelector('.fault .at:has-text("article.headlime")');
      await page.waitForSelector('.fault:has-text("did you mean article.headline?")');
      await comesTo(() => shown.textContent('h2'), 'Harbour opens');
    });
    await page.waitForSelector('.fault', { state: 'detached' });
  });
});

inBrowser('checks', () => {
  test('point at the element in the page and at the line of the template', async () => {
    const shown = await open();
    const finding = await page.waitForSelector('[data-rule="picture-size"] button');
    await until(async () => (await finding.textContent())?.includes('templates/editions/shown.mjml:') === true);
    await shown.evaluate('scrollTo(0, 2000)');
    await finding.click();
    const spot = await page.waitForSelector('.spot');
    // The spot follows where the frame scrolls to.
    await until(async () => {
      const [marked, pointed] = await Promise.all([spot.boundingBox(), (await shown.$('.picture'))?.boundingBox()]);
      if (marked === null || pointed == null) return false;
      return Math.abs(marked.x + 4 - pointed.x) < 3 && Math.abs(marked.y + 4 - pointed.y) < 3;
    });
    await page.keyboard.press('Escape');
    await page.waitForSelector('.spot', { state: 'detached' });
    await page.keyboard.press('n');
    await page.waitForSelector('.spot');
  });

  test.each(['brief', 'story', 'digest', 'brief-arabic'])(
    'the paths of elements lead where they do in a browser (%s)',
    async (name) => {
      const html = readFileSync(new URL(`../golden/${name}.html`, import.meta.url), 'utf8');
      const elements = readDocument(html).elements.filter(({ name: tag }) => tag !== 'html');
      await page.goto('about:blank');
      await page.setContent(html, { waitUntil: 'commit' });
      const paths = JSON.stringify(elements.map(cssPath));
      const found = await page.evaluate<string[]>(`${paths}.map((path) => document.querySelector(path)?.localName)`);
      expect(found).toEqual(elements.map(({ name: tag }) => tag));
    },
  );
});

withInstalled('axe, beside the other checks', () => {
  test('names the element and the template’s line', async () => {
    const html =
      '<html lang="en"><head><title>t</title></head><body><main><h1>A</h1><p><img src="x"></p></main></body></html>';
    const { findings, skipped } = await checkWithAxe(
      html,
      (ordinal) => ({ file: 'a.mjml', line: ordinal }),
      process.env,
    );
    expect(skipped).toEqual([]);
    const finding = findings.find(({ rule }) => rule === 'axe-image-alt');
    expect(finding).toMatchObject({
      severity: 'warning',
      element: 'body > main:nth-child(1) > p:nth-child(2) > img:nth-child(1)',
      source: { file: 'a.mjml', line: 7 },
    });
  });

  test('says why it was skipped where there is no browser', async () => {
    const { findings, skipped } = await checkWithAxe('<html></html>', null, { CHROME_PATH: '/nowhere' });
    expect(findings).toEqual([]);
    expect(skipped).toEqual([{ check: 'accessibility by axe', why: expect.stringContaining('no Chrome') }]);
  });
});

inBrowser('an article that means harm', () => {
  test('runs nothing, changes nothing around it, and leads nowhere', async () => {
    const shown = await open('devices=phone');
    await shown.waitForSelector('h2:has-text("onerror")');
    await page.waitForTimeout(200);
    expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false);
    expect(await page.isVisible('.masthead h1')).toBe(true);
    expect(await shown.$$eval('script, iframe, base', (elements) => elements.length)).toBe(0);
  });

  test('a script that a template lets through does not run, in the page or opened alone', async () => {
    await withTemplate(
      '{% endfor %}\n  </mj-column>',
      `<mj-raw>${hostile.replace(/<style.*/, '')}</mj-raw>{% endfor %}\n  </mj-column>`,
      async () => {
        const shown = await open('devices=phone');
        await until(async () => (await shown.$$('script')).length > 0);
        await page.waitForTimeout(300);
        expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false);
        expect(await page.isVisible('.masthead h1')).toBe(true);
        await page.goto(`${preview.url}editions/world-brief/2026-03-02/html`);
        await page.waitForSelector('script', { state: 'attached' });
        expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false);
      },
    );
  });
});

inBrowser('a test message', () => {
  test('is sent after a question, and read in the outbox', async () => {
    await open('panel=test');
    await page.fill('.test input[type="email"]', 'ann@example.com');
    await page.click('.test button:has-text("Send a test")');
    await page.click('.confirm button:has-text("Send it")');
    await page.click('.test .good .link');
    const shown = await frame('message');
    await comesTo(() => shown.textContent('h2'), 'Harbour opens');
    await page.waitForSelector('.boxes li button:has-text("ann@example.com")');
  });
});

inBrowser('accessibility', () => {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

  test.each([
    ['', '.checks section'],
    ['panel=why', '.why section'],
    ['view=inbox&panel=test', '.inboxes'],
    ['view=outbox', '.ground'],
  ])('axe finds nothing serious in the page (%s)', async (query, ready) => {
    await page.goto(`${preview.url}?${query}`);
    await page.waitForSelector(ready);
    expect(await violations()).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations()).toEqual([]);
  });

  test('nor while there is a fault, nor while a recipient is chosen', async () => {
    await withTemplate('article.headline', 'article.headlime', async () => {
      await open();
      await page.waitForSelector('.fault');
      await page.keyboard.press('r');
      await page.waitForSelector('.choices li button');
      expect(await violations()).toEqual([]);
    });
  });

  /** What is found in the page itself: what is in the frames is the edition's, and checked as such. */
  async function violations(): Promise<unknown[]> {
    // Beside the page's own world, whose policy lets no other script in.
    const session = await page.context().newCDPSession(page);
    const { frameTree } = await session.send('Page.getFrameTree');
    const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', {
      frameId: frameTree.frame.id,
    });
    const expression = `(async () => { ${source};
      const { violations } = await axe.run({ exclude: [['iframe']] }, { resultTypes: ['violations'] });
      return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => [id, ...nodes.slice(0, 3).map(({ html }) => html.slice(0, 160))]); })()`;
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      contextId,
      awaitPromise: true,
      returnByValue: true,
    });
    await session.detach();
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text);
    return result.value as unknown[];
  }
});

withInstalled('an export', () => {
  test('is static files with a picture of each width and theme, and can be compared with another', async () => {
    const [before, after] = await Promise.all([1, 2].map(() => mkdtemp(path.join(tmpdir(), 'pressrun-export-'))));
    if (before === undefined || after === undefined) throw new Error('no folders');
    try {
      await publication.inRoom(async (room) => {
        const first = await exportEdition(before, room);
        expect(first.shots).toHaveLength(12);
        expect(readFileSync(path.join(before, 'site/pictures/dot.png')).length).toBeGreaterThan(50);
        expect(readFileSync(path.join(before, 'message.eml'), 'utf8')).toContain('To: reader@example.com');
        await page.goto(`file://${path.join(before, 'index.html')}`);
        expect(await page.$$eval('img', (pictures) => pictures.length)).toBe(12);
      });
      await withTemplate(
        'padding-top="1200px"',
        'padding-top="1200px" container-background-color="#ff0000"',
        async () => {
          await publication.inRoom(async (room) => {
            const exported = await exportEdition(after, room, { pictured: ['light'] });
            const diff = await diffExports(after, exported, before);
            expect(diff.sameRevision).toBe(false);
            expect(diff.pictures.map(({ file }) => file)).toContain('shots/phone-light.png');
            expect(diff.changedShare).toBeGreaterThan(0.05);
            expect(diff.text).toMatchObject({ added: 0, removed: 0 });
            const again = await diffExports(after, exported, after);
            expect(again).toMatchObject({ sameRevision: true, changedShare: 0 });
          });
        },
      );
    } finally {
      for (const folder of [before, after]) await rm(folder, { recursive: true });
    }
  });

  test('writes nothing over what is no export', async () => {
    await publication.inRoom(async (room) => {
      await expect(exportEdition(publication.folder, room)).rejects.toThrow('is not empty');
    });
  });
});
