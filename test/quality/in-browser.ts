import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Runs in the page, so it is no module of ours.
const contrastSource = readFileSync(new URL('contrast-in-page.js', import.meta.url), 'utf8');

export interface BrowserFindings {
  /** Rules of axe that are broken, with the elements, in light and in dark. */
  axe: string[];
  /** The lowest contrast of any text with what stands behind it, in light and in dark. */
  contrast: number;
  /** Where that is. */
  faintest: string;
}

/** What a browser finds in an edition's HTML. Nothing is fetched: every picture is broken. */
export async function inspect(html: string, browser: Browser): Promise<BrowserFindings> {
  const page = await browser.newPage({ viewport: { width: 700, height: 900 } });
  try {
    await page.route('**/*', (route) => route.abort());
    await page.setContent(html, { waitUntil: 'domcontentloaded' });
    await page.evaluate(axeSource);
    const found: BrowserFindings = { axe: [], contrast: 21, faintest: '' };
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      found.axe.push(...(await axeFindings(page)).map((finding) => `${colorScheme}: ${finding}`));
      const { ratio, where } = await lowestContrast(page);
      if (ratio < found.contrast) Object.assign(found, { contrast: ratio, faintest: `${colorScheme}: ${where}` });
    }
    return found;
  } finally {
    await page.close();
  }
}

/** Every rule of axe, best practices too. */
async function axeFindings(page: Page): Promise<string[]> {
  const broken = await page.evaluate<{ id: string; targets: string[] }[]>(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => ({ id, targets: nodes.map((node) => String(node.target)) })))',
  );
  return broken.flatMap(({ id, targets }) => targets.map((target) => `${id} ${target}`));
}

/** WCAG 2.2's contrast ratio of every piece of text that shows, against the colours behind it: the lowest, and where it is. */
async function lowestContrast(page: Page): Promise<{ ratio: number; where: string }> {
  return page.evaluate(contrastSource);
}
