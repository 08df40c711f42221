import type { BuildOptions } from 'esbuild';

/** esbuild's options for the preview's page. */
export function pageBundle(outdir: string): BuildOptions & { outdir: string };
