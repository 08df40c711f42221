import { mkdirSync } from 'node:fs';
import path from 'node:path';
import Sqlite from 'libsql';

/** A lock that is held. */
export interface RunLock {
  release(): void;
}

/**
 * The lock of the one process that sends from a data folder: an exclusive SQLite transaction, which the operating system drops
 * with the process, however that ends. Holding it proves that whoever held it before is gone, so its open claims may be judged.
 *
 * @param file - `DATA/run.lock`.
 * @param patienceMilliseconds - how long to wait for it, with this process at a standstill. Whoever only looks whether the lock is
 * free holds it for a moment, so that without patience two who look take each other for a run.
 * @returns null while another holds it.
 */
export function acquireRunLock(file: string, patienceMilliseconds = 0): RunLock | null {
  mkdirSync(path.dirname(file), { recursive: true });
  const database = new Sqlite(file);
  try {
    database.exec(`PRAGMA busy_timeout = ${patienceMilliseconds}`);
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isBusy(error)) return null;
    throw error;
  }
  return {
    release() {
      database.exec('ROLLBACK');
      database.close();
    },
  };
}

function isBusy(error: unknown): boolean {
  return (
    error instanceof Error &&
    /SQLITE_BUSY|database is locked/.test(`${(error as { code?: string }).code} ${error.message}`)
  );
}
