import type { AddressFilter } from './sqlite-address-filter.ts';
import type { Database } from './sqlite-database.ts';

/**
 * Who has which address: the first six bytes of its hash as a number, a fifth of what the whole would take, so that what is
 * found is to be compared.
 *
 * Hashes land anywhere in an index, and a commit rewrites every page of it that it touches: of a million's, all. So new ones
 * gather as they come, in a table that is read whole, and go into the index many at a time, in order.
 */
export const addressTables = `
  CREATE TABLE IF NOT EXISTS addresses (
    start INTEGER NOT NULL,
    subscriber INTEGER NOT NULL,
    PRIMARY KEY (start, subscriber)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS fresh_addresses (
    subscriber INTEGER PRIMARY KEY,
    start INTEGER NOT NULL
  );
`;

/** Where an address stands in the index, by its hash in hex. */
export function indexStart(hash: string): number {
  return Number.parseInt(hash.slice(0, 12), 16);
}

/** Rows `(start, subscriber)` for parameter 1, a JSON list of what `indexStart` gives. */
export const indexedAddresses = `
  SELECT a.start, a.subscriber FROM json_each(?1) j CROSS JOIN addresses a ON a.start = j.value
  UNION ALL SELECT start, subscriber FROM fresh_addresses WHERE start IN (SELECT value FROM json_each(?1))`;

/** `indexStart` in SQL, of the column `address`. */
const startOfAddress = Array.from({ length: 12 }, (_, digit) => {
  return `(instr('123456789ABCDEF', substr(hex(address), ${digit + 1}, 1)) << ${44 - 4 * digit})`;
}).join(' | ');

/** More new addresses than this go into the index: that takes a fraction of a second, and reading this many a few milliseconds. */
const mostFresh = 60_000;

/** Keeps the index of addresses; to be called inside a transaction. */
export function createAddressIndex(database: Database, filter: AddressFilter) {
  const add = database.prepare('INSERT INTO fresh_addresses SELECT ?2 + key, value FROM json_each(?1)');
  const removals = ['addresses', 'fresh_addresses'].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE start = ? AND subscriber = ?`),
  );
  const fresh = database.prepare('SELECT count(*) FROM fresh_addresses').raw();

  return {
    /** Of subscribers whose numbers follow each other. */
    add(hashes: readonly string[], first: number): void {
      const starts = hashes.map(indexStart);
      filter.add(starts);
      add.run(JSON.stringify(starts), first);
      const [count] = fresh.get() as [number];
      if (count > mostFresh) settle(database);
    },
    remove(hash: string, subscriber: number): void {
      for (const removal of removals) removal.run(indexStart(hash), subscriber);
    },
  };
}

function settle(database: Database): void {
  database.exec('INSERT INTO addresses SELECT start, subscriber FROM fresh_addresses ORDER BY start, subscriber');
  database.exec('DELETE FROM fresh_addresses');
}

/** Takes the addresses of a database over that has them in one index. */
export function moveAddresses(database: Database): void {
  const earlier = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'subscribers_address'").raw();
  if (earlier.get() === undefined) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have been first.
    if (earlier.get() !== undefined) {
      database.exec(`INSERT INTO addresses SELECT ${startOfAddress}, n FROM subscribers ORDER BY 1, 2`);
      database.exec('DROP INDEX subscribers_address');
    }
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
