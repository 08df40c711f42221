import { open } from 'node:fs/promises';

/** What a file system says that has no such thing as a folder's sync: some network and FUSE file systems. */
const notSupported = new Set(['EINVAL', 'ENOTSUP', 'ENOSYS']);

/**
 * Makes new names in a folder survive a power cut: a file's own sync does not (fsync(2)).
 *
 * @throws the file system's error: what was written may be lost.
 */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot sync a folder, and its rename is durable without.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (!notSupported.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await handle.close();
  }
}
