import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { kitFolder } from '../adapters/local/folder-templates.ts';

/** A template or a partial there is. */
export interface TemplateEntry {
  /** A template's name, or a partial's with its ending: what `templates copy` takes. */
  name: string;
  kind: 'template' | 'partial';
  /** `config`: beside the config, and so taken first. `pressrun`: ships with Pressrun. */
  from: 'config' | 'pressrun';
  /** Its files, absolute: of a template the HTML part and, where there is one, the text part. */
  files: string[];
}

/** Every template and partial, those beside the config first. */
export async function templateEntries(configFolder: string, kit: string = kitFolder()): Promise<TemplateEntry[]> {
  const beside = path.join(configFolder, 'templates');
  const own = beside === kit ? [] : await entriesOf(beside, 'config');
  return [...own, ...(await entriesOf(kit, 'pressrun'))];
}

async function entriesOf(root: string, from: TemplateEntry['from']): Promise<TemplateEntry[]> {
  const editions = await namesIn(path.join(root, 'editions'));
  const partials = await namesIn(path.join(root, 'partials'));
  const templates = editions.filter((file) => file.endsWith('.mjml')).map((file) => file.slice(0, -'.mjml'.length));
  return [
    ...templates.map((name): TemplateEntry => {
      const parts = [`${name}.mjml`, `${name}.txt`].filter((file) => editions.includes(file));
      return { name, kind: 'template', from, files: parts.map((file) => path.join(root, 'editions', file)) };
    }),
    ...partials.map((file): TemplateEntry => {
      return { name: `partials/${file}`, kind: 'partial', from, files: [path.join(root, 'partials', file)] };
    }),
  ];
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
}
