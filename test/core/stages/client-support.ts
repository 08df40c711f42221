import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

// Writes core/stages/check-clients-data.ts from caniemail's data: npx tsx test/core/stages/client-support.ts

interface CanIEmail {
  last_update_date: string;
  data: { slug: string; title: string; stats: Record<string, Record<string, Record<string, string>>> }[];
}

/** The chosen clients, each by a letter. `platform` undefined in caniemail is unknown. */
const clients: Readonly<Record<string, [family: string, platform: string, name: string]>> = {
  g: ['gmail', 'desktop-webmail', 'Gmail'],
  i: ['gmail', 'ios', 'Gmail on iOS'],
  a: ['gmail', 'android', 'Gmail on Android'],
  m: ['apple-mail', 'macos', 'Apple Mail'],
  p: ['apple-mail', 'ios', 'Apple Mail on iOS'],
  w: ['outlook', 'windows', 'Outlook for Windows'],
  c: ['outlook', 'outlook-com', 'Outlook.com'],
  x: ['outlook', 'macos', 'Outlook for Mac'],
  o: ['outlook', 'ios', 'Outlook on iOS'],
  d: ['outlook', 'android', 'Outlook on Android'],
  y: ['yahoo', 'desktop-webmail', 'Yahoo Mail'],
  s: ['samsung-email', 'android', 'Samsung Email'],
};

/** The module's text. */
export function clientSupportModule(): string {
  const entry = createRequire(import.meta.url).resolve('caniemail');
  const folder = entry.slice(0, entry.lastIndexOf(`${path.sep}dist${path.sep}`));
  const { data, last_update_date: updated } = JSON.parse(
    readFileSync(path.join(folder, 'data', 'caniemail.json'), 'utf8'),
  ) as CanIEmail;
  const features = data
    .map(({ slug, title, stats }) => ({ slug, title: title.replaceAll('`', ''), lacking: lackingOf(stats) }))
    .filter(({ slug, lacking }) => lacking !== '' && /^(?:css|html|image)-/.test(slug))
    .sort((a, b) => (a.slug < b.slug ? -1 : 1));
  return `${[
    '// Written by test/core/stages/client-support.ts from the data of caniemail.com (MIT, © 2019 Rémi Parmentier). Do not edit.',
    '',
    '/** When the data was last changed. */',
    `export const clientDataOn = '${updated.slice(0, 10)}';`,
    '',
    '/** The mail programs looked at, each by a letter. */',
    'export const clientNames: Readonly<Record<string, string>> = {',
    ...Object.entries(clients).map(([letter, [, , name]]) => `  ${letter}: '${name}',`),
    '};',
    '',
    '/** Features that some of them lack: the letters of those, and the title. */',
    'export const clientsLacking: Readonly<Record<string, readonly [lacking: string, title: string]>> = {',
    ...features.map(({ slug, title, lacking }) => {
      const text = title.includes("'") ? JSON.stringify(title) : `'${title}'`;
      return `  '${slug}': ['${lacking}', ${text}],`;
    }),
    '};',
  ].join('\n')}\n`;
}

/** Those whose newest version does not know the feature at all. */
function lackingOf(stats: CanIEmail['data'][number]['stats']): string {
  return Object.entries(clients)
    .filter(([, [family, platform]]) => {
      const versions = Object.entries(stats[family]?.[platform] ?? {});
      return versions.at(-1)?.[1].startsWith('n') === true;
    })
    .map(([letter]) => letter)
    .join('');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL('../../../core/stages/check-clients-data.ts', import.meta.url), clientSupportModule());
}
