import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PressrunError } from '../../core/errors.ts';
import type { TemplateFile, TemplateSource } from '../../core/ports.ts';

/** A folder of templates, and how errors name what is in it. */
interface Root {
  folder: string;
  label: string;
}

/**
 * Templates from folders: `templates/` beside the config, else the kit that ships with Pressrun. A template is also the path of an
 * `.mjml` file beside the config, with an `.txt` of the same name as its text part. No name leads out of its folder,
 * nor does a symbolic link.
 *
 * @example
 * const templates = createFolderTemplates(config.folder);
 * await templates.edition('brief', 'mjml');
 */
export function createFolderTemplates(configFolder: string, kit: string = kitFolder()): TemplateSource {
  const beside: Root = { folder: configFolder, label: '' };
  const roots: readonly Root[] = [
    { folder: path.join(configFolder, 'templates'), label: 'templates' },
    { folder: kit, label: 'pressrun/templates' },
  ];
  const first = async (name: string): Promise<TemplateFile | null> => {
    for (const root of roots) {
      const file = await read(root, name);
      if (file !== null) return file;
    }
    return null;
  };
  return {
    edition: async (name, part) => {
      if (name.endsWith('.mjml')) return read(beside, name.replace(/mjml$/, part));
      return isName(name) ? first(`editions/${name}.${part}`) : null;
    },
    partial: async (name) => (name.split('/').every(isName) ? first(`partials/${name}`) : null),
  };
}

/** Where Pressrun's own templates are. */
export function kitFolder(): string {
  // Two levels up both from here and from the bundle, dist/cli.
  return fileURLToPath(new URL('../../templates', import.meta.url));
}

function isName(name: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/.test(name);
}

async function read({ folder, label }: Root, name: string): Promise<TemplateFile | null> {
  const wanted = path.resolve(folder, name);
  try {
    const file = await realpath(wanted);
    const inside = path.relative(await realpath(folder), file);
    if (inside === '' || inside.split(path.sep)[0] === '..' || path.isAbsolute(inside)) return null;
    const source = await readFile(file, 'utf8');
    return { path: path.posix.join(label, name), source: source.replace(/^\uFEFF/, '') };
  } catch (cause) {
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new PressrunError('TEMPLATE_NOT_FOUND', `The template ${path.posix.join(label, name)} cannot be read.`, {
      cause,
    });
  }
}
