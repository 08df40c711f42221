import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { PressrunError } from '../../core/errors.ts';
import type { Archive } from '../../core/ports.ts';
import { syncFolder } from './sync-folder.ts';

/**
 * The archive in a folder: `<folder>/<editionId>/<name>`. A value is written and synced under a temporary name and then
 * linked, which fails where the name is taken: so nothing is ever half there, and nothing is ever replaced.
 *
 * @example const archive = createFolderArchive('.pressrun/archive');
 */
export function createFolderArchive(folder: string): Archive {
  const fileOf = (editionId: string, name: string) => path.join(folder, editionId, name);
  return {
    async put(editionId, name, bytes) {
      const file = fileOf(editionId, name);
      try {
        await mkdir(path.dirname(file), { recursive: true });
        if (await linkNew(file, bytes)) return;
      } catch (cause) {
        throw new PressrunError('STORE_UNAVAILABLE', `The archive did not take ${file}.`, { cause });
      }
      if (Buffer.compare(await readFile(file), Buffer.from(bytes)) === 0) return;
      throw new PressrunError('ARCHIVE_CONFLICT', `The archive holds another ${name} of ${editionId}.`);
    },
    async get(editionId, name) {
      return orNull(readFile(fileOf(editionId, name)));
    },
    async list(editionId, prefix) {
      const root = path.join(folder, editionId);
      const entries = await orNull(readdir(root, { recursive: true, withFileTypes: true }));
      return (entries ?? [])
        .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
        .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
        .filter((name) => name.startsWith(prefix))
        .sort();
    },
  };
}

/** @returns false where the name is taken. */
async function linkNew(file: string, bytes: Uint8Array | string): Promise<boolean> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.part`;
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(temporary, file);
    await syncFolder(path.dirname(file));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
