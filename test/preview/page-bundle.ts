import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { pageBundle } from '../../preview/page/bundle.mjs';

/** Bundles the page as it is now, to a folder of its own: what stands in dist may be older. */
export async function bundlePage(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'pressrun-page-'));
  await build(pageBundle(folder));
  return folder;
}
