import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { pageBundle } from './preview/page/bundle.mjs';

/**
 * The one bundler's call for the command line. Its packages stay outside, for node_modules is beside it; each command is a
 * chunk that is read when it is called.
 */
await bundle({
  entryPoints: ['cli/main.ts'],
  outdir: 'dist/cli',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
});
// The preview's page, with all it needs: a browser has no node_modules.
await bundle(pageBundle('dist/preview'));

/** Only what changed is written, whole and under its name at once: a process that runs from here is not disturbed. */
async function bundle(options) {
  const { outputFiles } = await build({ ...options, write: false });
  await mkdir(options.outdir, { recursive: true });
  for (const { path: file, contents } of outputFiles) {
    const standing = await readFile(file).catch(() => null);
    if (standing?.equals(contents)) continue;
    const mode = path.basename(file) === 'main.js' ? 0o755 : 0o644;
    await writeFile(`${file}.${process.pid}`, contents, { mode });
    await rename(`${file}.${process.pid}`, file);
  }
  const made = new Set(outputFiles.map(({ path: file }) => path.basename(file)));
  for (const name of await readdir(options.outdir)) {
    if (!made.has(name)) await rm(path.join(options.outdir, name), { force: true });
  }
}
