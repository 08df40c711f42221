import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PressrunError } from '../../core/errors.ts';

/** The page's own files. */
export interface Assets {
  page(): string;
  read(name: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; type: string } | null>;
}

const types: Readonly<Record<string, string>> = {
  'page.js': 'text/javascript; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
};

/** Where the bundler puts the page: two levels up both from here and from the command line's bundle, dist/cli. */
export function builtAssets(): string {
  return fileURLToPath(new URL('../../dist/preview', import.meta.url));
}

/**
 * @param token - of this start: what a request that does something must carry.
 * @throws {PressrunError} `UNEXPECTED` when the page was never built.
 */
export function openAssets(folder: string, token: string): Assets {
  if (!existsSync(path.join(folder, 'page.js'))) {
    throw new PressrunError('UNEXPECTED', `The preview’s page is not in ${folder}: build it with \`npm run build\`.`);
  }
  const stamp = createHash('sha256')
    .update(readFileSync(path.join(folder, 'page.js')))
    .update(readFileSync(path.join(folder, 'page.css')))
    .digest('hex')
    .slice(0, 8);
  const html = [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta name="token" content="${token}">`,
    '<title>Pressrun</title>',
    `<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">`,
    `<link rel="stylesheet" href="/assets/page.css?${stamp}">`,
    `<script type="module" src="/assets/page.js?${stamp}"></script>`,
    '</head>',
    '<body><div id="page"></div></body>',
    '</html>',
  ].join('\n');
  return {
    page: () => html,
    read: async (name) => {
      const type = types[name];
      const bytes = type === undefined ? null : await readFile(path.join(folder, name)).catch(() => null);
      return type === undefined || bytes === null ? null : { bytes: new Uint8Array(bytes), type };
    },
  };
}
