import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

// One bundler for the project. The command line keeps its packages outside: node_modules is beside it.
await rm('dist/cli', { recursive: true, force: true });
await build({
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
