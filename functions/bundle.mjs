import { readdirSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Not entries: what the entries share. */
const shared = ['wiring.ts', 'handler.ts'];

/** The functions, by the names of their files. */
export function functionNames() {
  return readdirSync(path.join(root, 'functions'))
    .filter((file) => file.endsWith('.ts') && !shared.includes(file))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
}

/**
 * Bundles every function in one call: `<outdir>/<name>/index.mjs` with its source map, everything inside.
 *
 * @param {string} outdir
 */
export async function bundleFunctions(outdir = path.join(root, 'dist/functions')) {
  await rm(outdir, { recursive: true, force: true });
  return build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(functionNames().map((name) => [`${name}/index`, `functions/${name}.ts`])),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    legalComments: 'none',
    logLevel: 'warning',
    // CommonJS packages within, mjml above all, ask for node's own modules with `require`.
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    plugins: [slimMjml, slimSdk, slimZod],
  });
}

/** Parts of mjml that `render` never calls: minifying, beautifying, inlining of styles. Each says so if it is called all the same. */
const unusedByRender = {
  htmlnano: 'module.exports = { process: absent }',
  'cssnano-preset-lite': 'module.exports = absent',
  'js-beautify': 'module.exports = { html: absent }',
  juice: 'module.exports = absent',
  cheerio: 'module.exports = { load: absent }',
};

/** @type {import('esbuild').Plugin} */
const slimMjml = {
  name: 'slim-mjml',
  setup({ onLoad, onResolve }) {
    const names = Object.keys(unusedByRender).join('|');
    onResolve({ filter: new RegExp(`^(?:${names})$`) }, ({ path: name, importer }) =>
      /node_modules.mjml/.test(importer) ? { path: name, namespace: 'unused-by-render' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'unused-by-render' }, ({ path: name }) => ({
      contents: `function absent() { throw new Error('MJML wants ${name}, which the bundled renderer leaves out: no inline="inline", no mj-html-attributes, no minifying.'); }
${unusedByRender[name]};`,
    }));
    // Of lodash, 70 KB, mjml calls a few functions, each of which has a file.
    onLoad({ filter: /node_modules[\\/]mjml[^\\/]*[\\/].*\.js$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8');
      const contents = source.replace(/require\("(lodash(?:\/fp)?)"\)/g, (_, library) => {
        const variable = library === 'lodash' ? '_lodash' : '_fp';
        const used = new Set([...source.matchAll(new RegExp(`\\b${variable}\\.(\\w+)`, 'g'))].map(([, name]) => name));
        used.delete('default');
        return `({ ${[...used].map((name) => `${name}: require("${library}/${name}")`).join(', ')} })`;
      });
      return { contents, loader: 'js' };
    });
  },
};

/** In Lambda credentials are in the environment; the SDK's search of profiles, single sign-on and metadata hosts is left out. */
/** @type {import('esbuild').Plugin} */
const slimSdk = {
  name: 'slim-sdk',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ path: name }) => ({
      path: name,
      namespace: 'credentials-of-lambda',
    }));
    onLoad({ filter: /.*/, namespace: 'credentials-of-lambda' }, () => ({
      contents: `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
      resolveDir: root,
    }));
  },
};

/** Zod's messages in sixty languages are two thirds of it. */
/** @type {import('esbuild').Plugin} */
const slimZod = {
  name: 'slim-zod',
  setup({ onLoad }) {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: `export { default as en } from './en.js';`,
    }));
  },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleFunctions();
