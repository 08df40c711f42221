import { mkdirSync } from 'node:fs';
import path from 'node:path';
import Sqlite from 'libsql';
import { PressrunError } from '../../core/errors.ts';

/** An open SQLite database. */
export type Database = Sqlite.Database;

/**
 * Opens, and creates where there is none, the database of one machine. The journal is a write-ahead log and every commit is
 * synced, so that what was acknowledged survives a power cut. Other processes may read and write beside this one.
 *
 * @param schema - `CREATE … IF NOT EXISTS` statements of the stores that will use it.
 * @throws {PressrunError} `STORE_UNAVAILABLE` when it cannot be opened.
 * @example const database = openDatabase('.pressrun/pressrun.db', [ledgerSchema, runSchema]);
 */
export function openDatabase(file: string, schema: readonly string[]): Database {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const database = new Sqlite(file);
    database.exec(
      'PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;',
    );
    // 32 MB of log before it is taken over: a page that many commits change is then written to its place once.
    database.exec('PRAGMA wal_autocheckpoint = 8000;');
    for (const statements of schema) database.exec(statements);
    return database;
  } catch (cause) {
    throw new PressrunError('STORE_UNAVAILABLE', `The database ${file} cannot be opened.`, { cause });
  }
}
