import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ImportFile } from '../core/model/import.ts';
import type { UnreadableFile } from '../core/stages/gather.ts';

/**
 * The files of paths, one at a time: a file that is named, whatever its name; of a folder, at any depth, those whose names end
 * as articles' do, in the order of their names. Hidden files and folders are passed over.
 *
 * @param folder - what relative paths are relative to, and what references are told from.
 * @param extensions - without the dot.
 */
export async function* importFiles(
  paths: readonly string[],
  folder: string,
  extensions: readonly string[],
): AsyncGenerator<ImportFile | UnreadableFile> {
  for (const given of paths) {
    const absolute = path.resolve(folder, given);
    const kind = await stat(absolute).catch(() => null);
    if (kind === null) yield { reference: given, unreadable: 'no such file or folder' };
    else if (kind.isDirectory()) yield* folderFiles(absolute, folder, extensions);
    else yield read(absolute, path.basename(absolute), folder);
  }
}

async function* folderFiles(
  root: string,
  folder: string,
  extensions: readonly string[],
): AsyncGenerator<ImportFile | UnreadableFile> {
  const below = (entry: { parentPath: string; name: string }) =>
    path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
  const names = (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(below)
    .filter((name) => !/(?:^|\/)\./.test(name) && extensions.includes(path.extname(name).slice(1).toLowerCase()))
    .sort();
  for (const name of names) yield read(path.join(root, name), name, folder);
}

async function read(file: string, name: string, folder: string): Promise<ImportFile | UnreadableFile> {
  const reference = path.relative(folder, file);
  const shown = reference.startsWith('..') ? file : reference;
  try {
    return { reference: shown, path: name, bytes: await readFile(file) };
  } catch (error) {
    return { reference: shown, unreadable: error instanceof Error ? error.message : String(error) };
  }
}
