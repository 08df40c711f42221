import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Finding } from '../../core/stages/check.ts';
import { cssPath, readDocument } from '../../core/stages/check-document.ts';
import type { Trace } from '../../core/stages/check-trace.ts';
import { displayHtml } from '../server/display-html.ts';
import { Chromium, type ChromiumPage, findChromium } from './chromium.ts';

/** A check that was not made, and why. */
export interface Skipped {
  check: string;
  why: string;
}

interface Violation {
  id: string;
  impact: string | null;
  help: string;
  nodes: { path: string; count: number }[];
}

const notRun = 'accessibility by axe';
// Of a part of a page, which a message is, a landmark of its own says nothing.
const options = { resultTypes: ['violations'], rules: { region: { enabled: false } } };

/**
 * Accessibility as axe sees it in a browser, in light colours and in dark ones. axe-core is no part of Pressrun, for its
 * licence (MPL-2.0): it is used where it is installed beside it, as a Chromium is.
 *
 * @param signal - ends it early.
 */
export async function checkWithAxe(
  html: string,
  trace: Trace | null,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal | null = null,
): Promise<{ findings: Finding[]; skipped: Skipped[] }> {
  const axe = await import('axe-core').catch(() => null);
  if (axe === null)
    return { findings: [], skipped: [{ check: notRun, why: 'axe-core is not installed (npm install axe-core)' }] };
  const executable = findChromium(environment);
  if (executable === null)
    return {
      findings: [],
      skipped: [{ check: notRun, why: 'there is no Chrome or Chromium; CHROME_PATH would name one' }],
    };
  try {
    return {
      findings: findingsOf(await violations(html, axe.default.source, executable, signal), html, trace),
      skipped: [],
    };
  } catch (error) {
    return {
      findings: [],
      skipped: [
        { check: notRun, why: `the browser failed: ${error instanceof Error ? error.message : String(error)}` },
      ],
    };
  }
}

async function violations(
  html: string,
  source: string,
  executable: string,
  signal: AbortSignal | null,
): Promise<Map<'light' | 'dark', Violation[]>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pressrun-axe-'));
  const browser = await Chromium.launch(executable);
  const end = () => void browser.close();
  signal?.addEventListener('abort', end, { once: true });
  try {
    signal?.throwIfAborted();
    const page = await browser.page();
    const found = new Map<'light' | 'dark', Violation[]>();
    for (const theme of ['light', 'dark'] as const) {
      const file = path.join(folder, `${theme}.html`);
      await writeFile(file, withoutScripts(displayHtml(html, { theme, pictures: false, local: () => null })));
      await page.look({ width: 800, height: 1_200, dark: theme === 'dark' });
      found.set(theme, await run(page, file, source, theme));
    }
    return found;
  } finally {
    signal?.removeEventListener('abort', end);
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Neither the edition's scripts run, if a template has any, nor is anything fetched. */
function withoutScripts(html: string): string {
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`;
  return html.replace(/<\/head>/i, () => `${policy}</head>`);
}

async function run(page: ChromiumPage, file: string, source: string, theme: 'light' | 'dark'): Promise<Violation[]> {
  await page.open(pathToFileURL(file).href);
  const only = theme === 'dark' ? { runOnly: ['color-contrast'] } : {};
  const script = `(async () => {
    ${source};
    const path = (element) => {
      const steps = [];
      for (let at = element; at !== null && at.tagName !== 'HTML'; at = at.parentElement) {
        const name = at.tagName.toLowerCase();
        const index = 1 + [...at.parentElement.children].indexOf(at);
        steps.unshift(name === 'body' || name === 'head' ? name : name + ':nth-child(' + index + ')');
      }
      return steps.join(' > ');
    };
    const { violations } = await axe.run(document, ${JSON.stringify({ ...options, ...only })});
    return violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, nodes: [{
      path: path(document.querySelector(String(nodes[0].target[0])) ?? document.body), count: nodes.length }] }));
  })()`;
  return (await page.evaluate(script)) as Violation[];
}

function findingsOf(found: ReadonlyMap<'light' | 'dark', Violation[]>, html: string, trace: Trace | null): Finding[] {
  const ordinals = new Map(readDocument(html).elements.map((element) => [cssPath(element), element.ordinal]));
  return [...found].flatMap(([theme, violationsIn]) =>
    violationsIn.map(({ id, impact, help, nodes }): Finding => {
      const [first] = nodes;
      const ordinal = first === undefined ? null : (ordinals.get(first.path) ?? null);
      const places = first === undefined || first.count === 1 ? '' : `, in ${first.count} places`;
      return {
        severity: impact === 'serious' || impact === 'critical' ? 'warning' : 'note',
        rule: `axe-${id}`,
        message: `${help}${theme === 'dark' ? ', in dark mode' : ''}${places} (axe: ${impact ?? 'minor'}).`,
        element: first?.path ?? null,
        source: ordinal === null ? null : (trace?.(ordinal) ?? null),
        article: null,
        theme: id === 'color-contrast' ? theme : null,
      };
    }),
  );
}
