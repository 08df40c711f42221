import { launchBrowser } from './browser.ts';
import { generatedEditions, sampleEditions } from './editions.ts';
import { limits, type Measurement, measure, withinLimits } from './measure.ts';

// `npm run quality`: the sample newsletters and three generated editions, measured. `--json` prints one object an edition.

const json = process.argv.includes('--json');
const browser = await launchBrowser();
const measurements: Measurement[] = [];
try {
  for (const made of [...(await sampleEditions()), ...(await generatedEditions())]) {
    measurements.push(await measure(made, browser));
  }
} finally {
  await browser.close();
}
const failed = measurements.filter(({ quality }) => !withinLimits(quality));
if (json) for (const { quality } of measurements) console.log(JSON.stringify(quality));
else printTable();
process.exitCode = failed.length > 0 ? 1 : 0;

function printTable(): void {
  const head = ['edition', 'bytes', 'axe', 'caniemail', 'contrast', 'spam', ''];
  const bounds = [
    'limit',
    `≤ ${limits.bytes}`,
    `${limits.axe}`,
    `${limits.caniemail}`,
    `≥ ${limits.contrast}`,
    `< ${limits.spam.toFixed(1)}`,
    '',
  ];
  const rows = measurements.map(({ quality }) => {
    const { edition, bytes, axe, caniemail, contrast, spam } = quality;
    const score = spam === null ? 'no SpamAssassin' : spam.toFixed(1);
    return [
      edition,
      `${bytes}`,
      `${axe}`,
      `${caniemail}`,
      contrast.toFixed(2),
      score,
      withinLimits(quality) ? '' : '✗',
    ];
  });
  const table = [head, ...rows, bounds];
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(cells.join('  ').trimEnd());
  }
  for (const { quality, remarks } of measurements)
    for (const remark of remarks) console.log(`${quality.edition}: ${remark}`);
}
