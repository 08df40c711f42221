import {
  type Lift,
  type Suppression,
  type SuppressionReason,
  suppressionWeights,
} from '../../core/model/suppression.ts';
import type { Database } from './sqlite-database.ts';

/** Standing bars, and those that were lifted. */
export const suppressionTables = `
  CREATE TABLE IF NOT EXISTS suppressions (
    address BLOB PRIMARY KEY,
    reason TEXT NOT NULL,
    detail TEXT,
    since TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS lifts (
    address BLOB NOT NULL,
    at TEXT NOT NULL,
    reason TEXT NOT NULL,
    lifted TEXT NOT NULL,
    PRIMARY KEY (address, at)
  ) WITHOUT ROWID;
`;

const pageSize = 5000;

/** Bars on addresses in SQLite; writes are to be called inside a transaction. */
export function createSuppressionTable(database: Database) {
  const statements = prepare(database);
  return {
    isEmpty: (): boolean => statements.any.get() === undefined,
    add(suppressions: readonly Suppression[]): void {
      for (const { addressHash, reason, detail, since } of suppressions) {
        statements.add.run(Buffer.from(addressHash, 'hex'), reason, detail, since);
      }
    },
    /** Those after an address hash, in order. */
    page: (after: string): Suppression[] => suppressionsOf(statements.page.get(after)),
    of(addressHashes: readonly string[]): Map<string, Suppression> {
      const found = suppressionsOf(statements.byHash.get(JSON.stringify(addressHashes)));
      return new Map(found.map((suppression) => [suppression.addressHash, suppression]));
    },
    /** @returns whether exactly this one stood. */
    withdraw({ addressHash, reason, detail, since }: Suppression): boolean {
      return statements.withdraw.run(Buffer.from(addressHash, 'hex'), reason, detail, since).changes > 0;
    },
    /** @returns whether there was a bar. */
    lift(addressHash: string, at: string, reason: string): boolean {
      // In an array: libsql takes a lone Buffer for an object of named parameters.
      const address = [Buffer.from(addressHash, 'hex')];
      const row = statements.standing.get(address) as [string] | undefined;
      if (row === undefined) return false;
      statements.remove.run(address);
      statements.keepLift.run(...address, at, reason, row[0]);
      return true;
    },
    liftsPage(after: { addressHash: string; at: string }): Lift[] {
      const [json] = statements.lifts.get(after.addressHash, after.at) as [string];
      return (JSON.parse(json) as [string, string, string, Lift['lifted']][])
        .map(([hex, at, reason, lifted]) => ({ addressHash: hex.toLowerCase(), at, reason, lifted }))
        .sort((a, b) => (a.addressHash + a.at < b.addressHash + b.at ? -1 : 1));
    },
  };
}

function prepare(database: Database) {
  return {
    any: database.prepare('SELECT 1 FROM suppressions LIMIT 1').raw(),
    // As `weightierSuppression` decides it.
    add: database.prepare(
      `INSERT INTO suppressions (address, reason, detail, since)
       SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM lifts WHERE address = ?1 AND at >= ?4)
       ON CONFLICT (address) DO UPDATE SET reason = excluded.reason, detail = excluded.detail, since = excluded.since
       WHERE (${weightOf('excluded.reason')}, suppressions.since, coalesce(suppressions.detail, ''))
           > (${weightOf('suppressions.reason')}, excluded.since, coalesce(excluded.detail, ''))`,
    ),
    page: database
      .prepare(
        `SELECT json_group_array(json_array(hex(address), reason, detail, since)) FROM (
           SELECT * FROM suppressions WHERE address > unhex(?) ORDER BY address LIMIT ${pageSize})`,
      )
      .raw(),
    byHash: database
      .prepare(
        `SELECT json_group_array(json_array(hex(x.address), x.reason, x.detail, x.since))
         FROM json_each(?) j JOIN suppressions x ON x.address = unhex(j.value)`,
      )
      .raw(),
    standing: database
      .prepare(
        `SELECT json_object('reason', reason, 'detail', detail, 'since', since) FROM suppressions WHERE address = ?`,
      )
      .raw(),
    withdraw: database.prepare(
      'DELETE FROM suppressions WHERE address = ? AND reason = ? AND detail IS ? AND since = ?',
    ),
    remove: database.prepare('DELETE FROM suppressions WHERE address = ?'),
    keepLift: database.prepare('INSERT OR REPLACE INTO lifts (address, at, reason, lifted) VALUES (?, ?, ?, ?)'),
    lifts: database
      .prepare(
        `SELECT json_group_array(json_array(hex(address), at, reason, json(lifted))) FROM (
           SELECT * FROM lifts WHERE (address, at) > (unhex(?), ?) ORDER BY address, at LIMIT ${pageSize})`,
      )
      .raw(),
  };
}

function weightOf(column: string): string {
  const cases = Object.entries(suppressionWeights).map(([reason, weight]) => `WHEN '${reason}' THEN ${weight}`);
  return `CASE ${column} ${cases.join(' ')} END`;
}

function suppressionsOf(row: unknown): Suppression[] {
  const [json] = row as [string];
  return (JSON.parse(json) as [string, SuppressionReason, string | null, string][])
    .map(([hex, reason, detail, since]) => ({ addressHash: hex.toLowerCase(), reason, detail, since }))
    .sort((a, b) => (a.addressHash < b.addressHash ? -1 : 1));
}
