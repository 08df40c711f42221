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
    plugins: [slimMjml, slimHtml, slimSdk, slimZod],
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

/** The few curried functions of lodash/fp that mjml calls: whole, they are 50 KB. */
const lodashFp = `{
  flow: (...works) => (value) => works.flat().reduce((each, work) => work(each), value),
  filter: (holds) => (all) => Object.values(all).filter((each) => holds(each)),
  map: (change) => (all) => Object.values(all).map((each) => change(each)),
  join: (between) => (all) => all.join(between),
  identity: (value) => value,
}`;

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
      const used = new Set([...source.matchAll(/\b_lodash\.(\w+)/g)].map(([, name]) => name));
      used.delete('default');
      const few = [...used].map((name) => `${name}: require("lodash/${name}")`).join(', ');
      const contents = source
        .replace('require("lodash")', `({ ${few} })`)
        .replace('require("lodash/fp")', `(${lodashFp})`);
      return { contents, loader: 'js' };
    });
  },
};

/** Of the HTML packages: the sanitiser's parser of styles, for no style attribute is ever let through, and names of entities to write. */
/** @type {import('esbuild').Plugin} */
const slimHtml = {
  name: 'slim-html',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^postcss$/ }, ({ path: name, importer }) =>
      /sanitize-html/.test(importer) ? { path: name, namespace: 'no-styles' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'no-styles' }, () => ({
      contents: `module.exports = { parse() { throw new Error('The bundled sanitiser lets no style through.'); } };`,
    }));
    onLoad({ filter: /entities[\\/]lib[\\/]generated[\\/]encode-html\.js$/ }, () => ({
      contents: 'exports.default = new Map();',
    }));
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

/** Zod is imported as one object, which keeps all of it; as a namespace it is only what is used of it, and of its messages English. */
/** @type {import('esbuild').Plugin} */
const slimZod = {
  name: 'slim-zod',
  setup({ onLoad }) {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: `export { default as en } from './en.js';`,
    }));
    const own = new RegExp(
      `^${root.replace(/[\\/.*+?^$()|[\]{}]/g, '\\$&')}(?:core|adapters|functions|web)[\\\\/].*\\.ts$`,
    );
    onLoad({ filter: own }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8');
      if (!source.includes("import { z } from 'zod';")) return undefined;
      return { contents: source.replace("import { z } from 'zod';", "import * as z from 'zod';"), loader: 'ts' };
    });
  },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleFunctions();
