import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** What a mail program makes of a feature: all of it, a part, nothing, or nobody has looked. */
export type Support = 'yes' | 'partly' | 'no' | 'unknown';

export interface Feature {
  /** caniemail's name: its page is caniemail.com/features/<slug>. */
  slug: string;
  title: string;
  /** By client, in the order of `clients`. */
  support: Readonly<Record<string, Support>>;
}

/** The mail programs that editions are made for: caniemail's family and platform of each. */
export const clients: Readonly<Record<string, readonly [family: string, platform: string]>> = {
  Gmail: ['gmail', 'desktop-webmail'],
  'Gmail iOS': ['gmail', 'ios'],
  'Gmail Android': ['gmail', 'android'],
  'Apple Mail': ['apple-mail', 'macos'],
  'Apple Mail iOS': ['apple-mail', 'ios'],
  'Outlook Windows (classic)': ['outlook', 'windows'],
  // The new Outlook for Windows is the web one in a window.
  'Outlook.com and new Outlook': ['outlook', 'outlook-com'],
  'Outlook Mac': ['outlook', 'macos'],
  'Outlook iOS': ['outlook', 'ios'],
  'Outlook Android': ['outlook', 'android'],
  Yahoo: ['yahoo', 'desktop-webmail'],
  'Yahoo Android': ['yahoo', 'android'],
  AOL: ['aol', 'desktop-webmail'],
  Samsung: ['samsung-email', 'android'],
  Thunderbird: ['thunderbird', 'macos'],
  Proton: ['protonmail', 'desktop-webmail'],
  Fastmail: ['fastmail', 'desktop-webmail'],
};

interface CanIEmail {
  last_update_date: string;
  data: { slug: string; title: string; stats: Record<string, Record<string, Record<string, string>>> }[];
}

const entry = createRequire(import.meta.url).resolve('caniemail');
const file = path.join(entry.slice(0, entry.lastIndexOf(`${path.sep}dist${path.sep}`)), 'dist/data/caniemail.json');
const raw = JSON.parse(readFileSync(file, 'utf8')) as CanIEmail;

/** When the data was last changed. */
export const dataOn = raw.last_update_date.slice(0, 10);

/** Every feature of HTML, CSS and pictures that caniemail knows, by name. */
export const features: ReadonlyMap<string, Feature> = new Map(
  raw.data.map(({ slug, title, stats }) => {
    const support = Object.entries(clients).map(([name, [family, platform]]) => {
      return [name, supportOf(Object.values(stats[family]?.[platform] ?? {}).at(-1))] as const;
    });
    return [slug, { slug, title: title.replaceAll('`', ''), support: Object.fromEntries(support) }];
  }),
);

/** Of the newest version that was looked at. */
function supportOf(code: string | undefined): Support {
  if (code === undefined) return 'unknown';
  if (code.startsWith('y')) return 'yes';
  if (code.startsWith('a')) return 'partly';
  return code.startsWith('n') ? 'no' : 'unknown';
}

/** The clients that do not know a feature at all. */
export function lacking({ support }: Feature): string[] {
  return Object.keys(clients).filter((client) => support[client] === 'no');
}
