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
  const names: string[] = [];
  const unread: UnreadableFile[] = [];
  for (const waiting = ['']; waiting.length > 0; ) {
    const below = waiting.pop() ?? '';
    try {
      for (const entry of await readdir(path.join(root, below), { withFileTypes: true })) {
        const name = below === '' ? entry.name : `${below}/${entry.name}`;
        if (entry.name.startsWith('.')) continue;
        if (entry.isDirectory()) waiting.push(name);
        else if (entry.isFile() && extensions.includes(path.extname(name).slice(1).toLowerCase())) names.push(name);
      }
    } catch (error) {
      unread.push({ reference: shownName(path.join(root, below), folder), unreadable: reasonOf(error) });
    }
  }
  yield* unread;
  for (const name of names.sort()) yield read(path.join(root, name), name, folder);
}

async function read(file: string, name: string, folder: string): Promise<ImportFile | UnreadableFile> {
  const reference = shownName(file, folder);
  try {
    return { reference, path: name, bytes: await readFile(file) };
  } catch (error) {
    return { reference, unreadable: reasonOf(error) };
  }
}

function shownName(file: string, folder: string): string {
  const reference = path.relative(folder, file);
  return reference.startsWith('..') ? file : reference;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
