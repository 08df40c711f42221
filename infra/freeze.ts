import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FrozenConfig } from '../core/model/deployment.ts';

/** Where the parts of the functions' code come from. */
export interface FreezeFolders {
  /** What the bundler wrote: a folder a function. */
  bundles: string;
  /** A folder of this deployment's own; emptied first. */
  out: string;
  /** The config's: `templates/` and templates named by a path are looked for here. */
  configFolder: string;
  /** The templates that ship with Pressrun. */
  kit: string;
}

/** The functions that render: editions, and letters to readers. */
const rendering = ['assemble', 'web'];

/** Templates, as the assemble function reads them. */
interface Frozen {
  editions: Record<string, { path: string; source: string }>;
  partials: Record<string, { path: string; source: string }>;
}

/**
 * Puts the config as resolved beside every function's bundle, and the templates beside those that render: what is deployed sends the
 * same whatever changes on this machine afterwards.
 *
 * @returns the folder of a function's code.
 * @throws {Error} when a bundle or a template is missing, or a template needs what the bundled renderer leaves out.
 */
export function freezeFunctions(frozen: FrozenConfig, folders: FreezeFolders): (name: string) => string {
  rmSync(folders.out, { recursive: true, force: true });
  const names = existsSync(folders.bundles) ? readdirSync(folders.bundles) : [];
  if (names.length === 0) throw new Error(`There are no bundles in ${folders.bundles}: run \`npm run bundles\`.`);
  const config = JSON.stringify(frozen);
  for (const name of names) {
    const out = path.join(folders.out, name);
    mkdirSync(out, { recursive: true });
    cpSync(path.join(folders.bundles, name), out, { recursive: true });
    writeFileSync(path.join(out, 'config.json'), config);
  }
  const templates = JSON.stringify(freezeTemplates(frozen, folders));
  for (const name of rendering) writeFileSync(path.join(folders.out, name, 'templates.json'), templates);
  return (name) => path.join(folders.out, name);
}

/** Templates as `pressrun build` would find them: beside the config first, then those that ship with Pressrun. */
export function freezeTemplates(
  { config }: Pick<FrozenConfig, 'config'>,
  { configFolder, kit }: Pick<FreezeFolders, 'configFolder' | 'kit'>,
): Frozen {
  const own = path.join(configFolder, 'templates');
  const frozen: Frozen = {
    editions: { ...read(kit, 'editions', 'pressrun/templates'), ...read(own, 'editions', 'templates') },
    partials: { ...read(kit, 'partials', 'pressrun/templates'), ...read(own, 'partials', 'templates') },
  };
  for (const { slug, template } of config.newsletters) {
    if (!template.endsWith('.mjml')) continue;
    for (const name of [template, template.replace(/mjml$/, 'txt')]) {
      const file = path.resolve(configFolder, name);
      if (!existsSync(file)) throw new Error(`The template ${name} of ${slug} is not in ${configFolder}.`);
      frozen.editions[name] = { path: name, source: readText(file) };
    }
  }
  for (const { path: name, source } of [...Object.values(frozen.editions), ...Object.values(frozen.partials)]) {
    if (!/<mj-style[^>]*\binline=["']inline["']|<mj-html-attributes\b/.test(source)) continue;
    throw new Error(
      `${name} uses mj-style inline="inline" or mj-html-attributes, which the bundled renderer leaves out.`,
    );
  }
  return frozen;
}

function read(folder: string, part: 'editions' | 'partials', label: string): Frozen['editions'] {
  const root = path.join(folder, part);
  const files: Frozen['editions'] = {};
  if (!existsSync(root)) return files;
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(?:mjml|txt)$/.test(entry.name)) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(root, file).split(path.sep).join('/');
    files[name] = { path: `${label}/${part}/${name}`, source: readText(file) };
  }
  return files;
}

function readText(file: string): string {
  return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
}
