import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mjml2html from 'mjml';
import type { Page } from 'playwright-core';
import { createFolderArticleStore } from '../adapters/local/folder-article-store.ts';
import { createFolderTemplates } from '../adapters/local/folder-templates.ts';
import type { Article } from '../core/model/article.ts';
import { assemble } from '../core/stages/assemble.ts';
import { renderLiquid } from '../core/stages/render-liquid.ts';
import { MergeMarkers } from '../core/stages/render-merge.ts';
import { lightView, viewOf } from '../core/stages/render-view.ts';
import { unshed } from '../core/stages/shed.ts';
import { canonicalJson } from '../core/text/canonical-json.ts';
import { launchBrowser } from '../test/browser.ts';
import { gathered, sampleAt, sampleConfig } from '../test/examples/sample.ts';
import { root } from '../test/source.ts';
import { type BenchResult, median, peakRssMb, rounded } from './measure.ts';

const saves = 50;
/** Saves before the first that counts. */
const warmUp = 5;

/**
 * From the save of a file to the pixels that show it in the browser, in milliseconds: 50 saves of an article and 50 of a
 * template of the sample's morning newsletter, with `pressrun preview` as it is shipped. The baseline is MJML's bare conversion of
 * the same document, taken between the saves.
 */
export async function run(): Promise<BenchResult> {
  const browser = await launchBrowser();
  if (browser === null) throw new Error('This benchmark wants a browser.');
  const folder = await mkdtemp(path.join(tmpdir(), 'pressrun-bench-'));
  const stop = new AbortController();
  try {
    const { articles, mjml } = await publicationIn(folder);
    const url = await servePreview(folder, stop.signal);
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    // Checks that start other programs come seconds after the last save, and would fall into the ones measured here.
    await page.goto(`${url}?panel=why`);
    await (await page.waitForSelector('iframe[data-frame="desktop"]')).contentFrame();
    await page.waitForTimeout(3_000);
    const bare: number[] = [];
    const template = path.join(folder, 'templates/editions/brief.mjml');
    const ofTemplate = await savesToPixels(page, template, '.title', '{{ newsletter.title }}', mjml, bare);
    const article = articleFile(path.join(folder, '.pressrun/articles'), articles);
    const ofArticle = await savesToPixels(page, article.file, '.first', article.headline, mjml, bare);
    const baseline = median(bare);
    const figure = median([...ofTemplate, ...ofArticle]);
    return {
      name: 'preview: save to pixels',
      figure: rounded(figure),
      unit: 'ms at the median; baseline: mjml2html alone',
      baseline: rounded(baseline),
      ratio: rounded(figure / baseline),
      peakRssMb: peakRssMb(),
      extra: {
        'article, median ms': rounded(median(ofArticle)),
        'article, 95th percentile ms': rounded(percentile(ofArticle, 0.95)),
        'template, median ms': rounded(median(ofTemplate)),
        'template, 95th percentile ms': rounded(percentile(ofTemplate, 0.95)),
        'bare mjml2html, 95th percentile ms': rounded(percentile(bare, 0.95)),
        'allowed at the median, 1.3 × bare + 50 ms': rounded(1.3 * baseline + 50),
      },
    };
  } finally {
    stop.abort();
    await browser.close();
    await rm(folder, { recursive: true, maxRetries: 5 });
  }
}

/** Starts the built command line's preview of a folder. @returns its address. */
async function servePreview(folder: string, signal: AbortSignal): Promise<string> {
  execFileSync(process.execPath, ['esbuild.config.mjs'], { cwd: root });
  const command = ['--json', 'preview', '--port', String(await freePort()), '--at', sampleAt];
  const served = spawn(process.execPath, [path.join(root, 'dist/cli/main.js'), ...command], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    signal,
    killSignal: 'SIGKILL',
  });
  // Being ended is how it ends.
  served.on('error', () => {});
  const [output] = (await once(served.stdout, 'data')) as [Buffer];
  return (JSON.parse(String(output)) as { url: string }).url;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The sample publication in a folder of its own, and its morning edition as MJML. */
async function publicationIn(folder: string): Promise<{ articles: Article[]; mjml: string }> {
  await cp(path.join(root, 'templates'), path.join(folder, 'templates'), { recursive: true });
  await mkdir(path.join(folder, 'public'));
  await cp(path.join(root, 'examples/pictures'), path.join(folder, 'public/pictures'), { recursive: true });
  writeFileSync(path.join(folder, 'pressrun.config.json'), JSON.stringify(plain(sampleConfig)));
  const { articles } = await gathered('articles');
  const store = createFolderArticleStore(path.join(folder, '.pressrun/articles'));
  for (const article of articles) await store.put(article);

  const [newsletter] = sampleConfig.newsletters;
  if (newsletter === undefined) throw new Error('the sample has newsletters');
  const made = assemble({ publication: sampleConfig.publication, newsletter, articles, at: sampleAt, history: [] });
  if (made.kind !== 'edition') throw new Error('the sample makes an edition');
  const { edition } = made;
  const templates = createFolderTemplates(folder);
  const file = await templates.edition(edition.template, 'mjml');
  if (file === null) throw new Error('the sample has a template');
  const mjml = await renderLiquid(file, {
    part: 'html',
    edition,
    theme: edition.theme,
    view: { ...lightView(viewOf(edition), unshed(edition)), subject: 'subject', preheader: 'preheader' },
    markers: new MergeMarkers(canonicalJson(edition)),
    templates,
    onPartial: () => {},
  });
  return { articles, mjml };
}

/** As a config file has it: parsed addresses are written as they were, and what is not set is left out. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if ('address' in value && 'name' in value) return `${String(value.name)} <${String(value.address)}>`;
  const kept = Object.entries(value).filter(([, one]) => one !== null && one !== undefined);
  return Object.fromEntries(kept.map(([key, one]) => [key, plain(one)]));
}

/** The stored file of the edition's first article. */
function articleFile(folder: string, articles: readonly Article[]): { file: string; headline: string } {
  const lead = articles.find(({ headline }) => headline.includes('flood gates meet'));
  if (lead === undefined) throw new Error('the sample has its lead');
  const files = readdirSync(folder).map((name) => path.join(folder, name));
  const file = files.find((one) => readFileSync(one, 'utf8').includes(JSON.stringify(lead.headline)));
  if (file === undefined) throw new Error('the lead is stored');
  return { file, headline: lead.headline };
}

/**
 * Saves a file again and again with another word in it.
 *
 * @param selector - what in the edition shows the word. @param after - the text in the file that it is written behind.
 * @param bare - takes the times of the bare conversions.
 */
async function savesToPixels(
  page: Page,
  file: string,
  selector: string,
  after: string,
  mjml: string,
  bare: number[],
): Promise<number[]> {
  const good = readFileSync(file, 'utf8');
  const times: number[] = [];
  for (let save = -warmUp; save < saves; save++) {
    const word = `Save${save + warmUp}`;
    await page.evaluate(arming(selector, word));
    const begun = now();
    writeFileSync(
      file,
      good.replace(after, () => `${after} ${word}`),
    );
    const shown = await page.evaluate<number>('window.shownAt');
    const begin = now();
    await mjml2html(mjml, { validationLevel: 'strict', fonts: {} });
    if (save >= 0) {
      times.push(shown - begun);
      bare.push(now() - begin);
    }
    // A person saves seconds apart; what the last save left to do is done by now.
    await page.waitForTimeout(500);
  }
  writeFileSync(file, good);
  return times;
}

/** A script that makes `shownAt` a promise of when the word is on the screen: after the frame that follows its change. */
function arming(selector: string, word: string): string {
  return `(() => {
    const shown = document.querySelector('iframe[data-frame="desktop"]').contentDocument;
    window.shownAt = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (!shown.querySelector(${JSON.stringify(selector)})?.textContent.includes(${JSON.stringify(word)})) return;
        observer.disconnect();
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          // A task posted from within a frame runs once that frame is painted.
          port1.onmessage = () => resolve(performance.timeOrigin + performance.now());
          port2.postMessage(null);
        });
      });
      observer.observe(shown, { subtree: true, childList: true, characterData: true, attributes: true });
    });
  })()`;
}

function now(): number {
  return performance.timeOrigin + performance.now();
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
