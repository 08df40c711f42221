/**
 * Draws the sample's pictures: the SVG scenes of `scenes/`, rasterised to 1200 by 800 JPEG by a headless Chromium. The committed files
 * were made by this script; run it again only to change a drawing.
 *
 *   node examples/pictures/make-pictures.mjs [name…] [--svg]
 *
 * `CHROMIUM` names the browser (default /usr/bin/chromium). `--svg` keeps the SVG beside the JPEG.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { H, W } from './draw.mjs';

/** No picture is heavier: 27 of them stay under two megabytes. */
const maxBytes = 79_000;

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const args = process.argv.slice(2);
const keepSvg = args.includes('--svg');
const wanted = args.filter((arg) => !arg.startsWith('--'));

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
const page = await browser.newPage({ viewport: { width: W, height: H } });
for (const name of readdirSync(here('scenes')).map((file) => file.replace(/\.mjs$/, ''))) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const { draw } = await import(`./scenes/${name}.mjs`);
  const svg = draw();
  await page.setContent(`<!doctype html><style>body{margin:0}svg{display:block}</style>${svg}`);
  let quality = 88;
  let jpeg = await page.screenshot({ type: 'jpeg', quality });
  while (jpeg.length > maxBytes && quality > 40) {
    quality -= 4;
    jpeg = await page.screenshot({ type: 'jpeg', quality });
  }
  writeFileSync(here(`${name}.jpg`), jpeg);
  if (keepSvg) writeFileSync(here(`${name}.svg`), svg);
  console.log(`${name.padEnd(16)} ${String(Math.round(jpeg.length / 1000)).padStart(3)} KB  quality ${quality}`);
}
await browser.close();
