import type { BuildResult } from 'esbuild';

/** The functions, by the names of their files. */
export function functionNames(): string[];
/** Bundles every function in one call: `<outdir>/<name>/index.mjs` with its source map, everything inside. */
export function bundleFunctions(outdir?: string): Promise<BuildResult<{ metafile: true }>>;
