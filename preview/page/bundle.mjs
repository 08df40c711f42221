// How the preview's page is bundled: for esbuild.config.mjs, and for tests, which bundle it to a folder of their own.
import { fileURLToPath } from 'node:url';

/** @param {string} outdir @returns {import('esbuild').BuildOptions} */
export function pageBundle(outdir) {
  return {
    absWorkingDir: fileURLToPath(new URL('../..', import.meta.url)),
    entryPoints: { page: 'preview/page/main.tsx', icon: 'preview/page/icon.svg' },
    outdir,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome110', 'firefox115', 'safari16'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'copy' },
    logLevel: 'warning',
  };
}
