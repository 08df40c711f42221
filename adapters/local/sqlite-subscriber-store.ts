import { PressrunError } from '../../core/errors.ts';
import type { Candidate } from '../../core/model/audience.ts';
import type { Subscriber } from '../../core/model/subscriber.ts';
import {
  type Lift,
  type Suppression,
  type SuppressionReason,
  suppressionWeights,
} from '../../core/model/suppression.ts';
import type { Dispatchable, SubscriberStore } from '../../core/ports.ts';
import { addressHash } from '../../core/text/hash.ts';
import type { Database } from './sqlite-database.ts';

/**
 * `record` holds what is read whole: everything of a subscriber but id and email. `standings` is written with it and is
 * what an audience is read from. Addresses are compared by their hash, the one thing that suppressions keep.
 */
export const subscriberSchema = `
  CREATE TABLE IF NOT EXISTS subscribers (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    address BLOB NOT NULL UNIQUE,
    email TEXT NOT NULL,
    record TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS standings (
    newsletter TEXT NOT NULL,
    subscriber INTEGER NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (newsletter, subscriber)
  ) WITHOUT ROWID;
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

const weightOf = (column: string) =>
  `CASE ${column} ${Object.entries(suppressionWeights)
    .map(([reason, weight]) => `WHEN '${reason}' THEN ${weight}`)
    .join(' ')} END`;

const pageSize = 5000;

type SubscriberRow = [id: string, email: string, record: Omit<Subscriber, 'id' | 'email'>];
type Page = [last: number | bigint | null, json: string];

/**
 * Subscribers and suppressions in SQLite. Reads come as one JSON text a page, since the binding's cost per value is several times
 * that of parsing it.
 *
 * @param database - opened with `subscriberSchema`.
 */
export function createSqliteSubscriberStore(database: Database): SubscriberStore {
  const candidatesPage = database
    .prepare(
      `SELECT max(n), json_group_array(json_array(id, email, status, reason)) FROM (
         SELECT t.subscriber AS n, s.id, s.email, t.status, x.reason
         FROM standings t JOIN subscribers s ON s.n = t.subscriber LEFT JOIN suppressions x ON x.address = s.address
         WHERE t.newsletter = ? AND t.subscriber > ? ORDER BY t.subscriber LIMIT ${pageSize})`,
    )
    .raw();
  const allPage = database
    .prepare(
      `SELECT max(n), json_group_array(json_array(id, email, json(record))) FROM (
         SELECT n, id, email, record FROM subscribers WHERE n > ? ORDER BY n LIMIT ${pageSize})`,
    )
    .raw();
  const dispatch = database
    .prepare(
      `SELECT json_group_array(json_array(s.id, s.email, json(s.record), x.reason))
       FROM json_each(?) j JOIN subscribers s ON s.id = j.value LEFT JOIN suppressions x ON x.address = s.address`,
    )
    .raw();
  const byAddress = database
    .prepare(
      `SELECT json_group_array(json_array(j.value, json_array(s.id, s.email, json(s.record))))
       FROM json_each(?) j JOIN subscribers s ON s.address = unhex(j.value)`,
    )
    .raw();
  const standing = database.prepare('SELECT n, record FROM subscribers WHERE id = ?').raw();
  const known = database
    .prepare(`SELECT json_group_array(s.id) FROM json_each(?) j JOIN subscribers s ON s.id = j.value`)
    .raw();
  const insert = database.prepare('INSERT INTO subscribers (n, id, address, email, record) VALUES (?, ?, ?, ?, ?)');
  const update = database.prepare('UPDATE subscribers SET address = ?, email = ?, record = ? WHERE n = ?');
  const highest = database.prepare('SELECT coalesce(max(n), 0) FROM subscribers').raw();
  const remove = database.prepare('DELETE FROM subscribers WHERE n = ?');
  const addStanding = database.prepare('INSERT INTO standings (newsletter, subscriber, status) VALUES (?, ?, ?)');
  const removeStanding = database.prepare('DELETE FROM standings WHERE newsletter = ? AND subscriber = ?');
  const bar = database.prepare(
    `INSERT INTO suppressions (address, reason, detail, since)
     SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM lifts WHERE address = ?1 AND at >= ?4)
     ON CONFLICT (address) DO UPDATE SET reason = excluded.reason, detail = excluded.detail, since = excluded.since
     WHERE (${weightOf('excluded.reason')}, suppressions.since, coalesce(suppressions.detail, ''))
         > (${weightOf('suppressions.reason')}, excluded.since, coalesce(excluded.detail, ''))`,
  );
  const suppressionsPage = database
    .prepare(
      `SELECT json_group_array(json_array(hex(address), reason, detail, since)) FROM (
         SELECT * FROM suppressions WHERE address > unhex(?) ORDER BY address LIMIT ${pageSize})`,
    )
    .raw();
  const suppressionsByHash = database
    .prepare(
      `SELECT json_group_array(json_array(hex(x.address), x.reason, x.detail, x.since))
       FROM json_each(?) j JOIN suppressions x ON x.address = unhex(j.value)`,
    )
    .raw();
  const standingBar = database
    .prepare(
      `SELECT json_object('reason', reason, 'detail', detail, 'since', since) FROM suppressions WHERE address = ?`,
    )
    .raw();
  const removeBar = database.prepare('DELETE FROM suppressions WHERE address = ?');
  const keepLift = database.prepare('INSERT OR REPLACE INTO lifts (address, at, reason, lifted) VALUES (?, ?, ?, ?)');
  const liftsPage = database
    .prepare(
      `SELECT json_group_array(json_array(hex(address), at, reason, json(lifted))) FROM (
         SELECT * FROM lifts WHERE (address, at) > (unhex(?), ?) ORDER BY address, at LIMIT ${pageSize})`,
    )
    .raw();

  const removeStandings = (n: number | bigint, record: string) => {
    const { newsletters } = JSON.parse(record) as Pick<Subscriber, 'newsletters'>;
    for (const { slug } of newsletters) removeStanding.run(slug, n);
  };

  const readByEmails = (emails: readonly string[]) => {
    const asked = byHash(emails);
    const [json] = byAddress.get(JSON.stringify([...asked.keys()])) as [string];
    const found = new Map<string, Subscriber>();
    for (const [hash, row] of JSON.parse(json) as [string, SubscriberRow][]) {
      const subscriber = subscriberOf(row);
      for (const email of asked.get(hash) ?? []) found.set(email, subscriber);
    }
    return found;
  };
  const readBarred = (emails: readonly string[]) => {
    const asked = byHash(emails);
    const [json] = suppressionsByHash.get(JSON.stringify([...asked.keys()])) as [string];
    const barred = new Map<string, SuppressionReason>();
    for (const { addressHash: hash, reason } of suppressionsOf(json)) {
      for (const email of asked.get(hash) ?? []) barred.set(email, reason);
    }
    return barred;
  };
  const readOne = (id: string): Subscriber | null => {
    const [json] = dispatch.get(JSON.stringify([id])) as [string];
    const row = (JSON.parse(json) as SubscriberRow[])[0];
    return row === undefined ? null : subscriberOf(row);
  };
  const write = (subscribers: readonly Subscriber[]) => {
    const [knownJson] = known.get(JSON.stringify(subscribers.map(({ id }) => id))) as [string];
    const knownIds = new Set(JSON.parse(knownJson) as string[]);
    let [highestN] = highest.get() as [number];
    for (const { id, email, ...record } of subscribers) {
      const address = Buffer.from(addressHash(email), 'hex');
      const text = JSON.stringify(record);
      let n: number;
      if (knownIds.has(id)) {
        const [standingN, standingRecord] = standing.get(id) as [number, string];
        n = standingN;
        removeStandings(n, standingRecord);
        update.run(address, email, text, n);
      } else {
        highestN += 1;
        n = highestN;
        insert.run(n, id, address, email, text);
        knownIds.add(id);
      }
      for (const { slug, status } of record.newsletters) addStanding.run(slug, n, status);
    }
  };

  return {
    async *candidates(newsletter) {
      for (let after: number | bigint = 0; ; ) {
        const start = after;
        const [last, json] = guarded(() => candidatesPage.get(newsletter, start)) as Page;
        if (last === null) return;
        const rows = JSON.parse(json) as [string, string, Candidate['status'], SuppressionReason | null][];
        yield rows.map(([subscriberId, email, status, suppression]) => ({ subscriberId, email, status, suppression }));
        after = last;
      }
    },
    async dispatchable(ids) {
      const [json] = guarded(() => dispatch.get(JSON.stringify(ids))) as [string];
      const rows = JSON.parse(json) as [...SubscriberRow, SuppressionReason | null][];
      const found = new Map<string, Dispatchable>();
      for (const [id, email, record, suppression] of rows) {
        found.set(id, { subscriber: { id, email, ...record }, suppression });
      }
      return found;
    },
    async byEmails(emails) {
      return guarded(() => readByEmails(emails));
    },
    async byId(id) {
      return guarded(() => readOne(id));
    },
    async save(subscribers) {
      atomically(database, () => write(subscribers));
    },
    async change(id, decide) {
      return atomically(database, () => {
        const standing = readOne(id);
        const changed = standing === null ? null : decide(standing);
        if (changed !== null) write([changed]);
        return changed ?? standing;
      });
    },
    async merge(emails, decide) {
      atomically(database, () => {
        const standing = readByEmails(emails);
        const barred = readBarred(emails);
        write(decide(standing, barred));
      });
    },
    async *all() {
      for (let after: number | bigint = 0; ; ) {
        const start = after;
        const [last, json] = guarded(() => allPage.get(start)) as Page;
        if (last === null) return;
        yield (JSON.parse(json) as SubscriberRow[]).map(subscriberOf);
        after = last;
      }
    },
    async delete(id) {
      return atomically(database, () => {
        const row = standing.get(id) as [number, string] | undefined;
        if (row === undefined) return false;
        removeStandings(row[0], row[1]);
        remove.run(row[0]);
        return true;
      });
    },
    async suppress(suppressions) {
      atomically(database, () => {
        for (const { addressHash: hash, reason, detail, since } of suppressions) {
          bar.run(Buffer.from(hash, 'hex'), reason, detail, since);
        }
      });
    },
    async *suppressions() {
      for (let after = ''; ; ) {
        const start = after;
        const [json] = guarded(() => suppressionsPage.get(start)) as [string];
        const page = suppressionsOf(json);
        const last = page.at(-1);
        if (last === undefined) return;
        yield page;
        after = last.addressHash;
      }
    },
    async suppressionsOf(addressHashes) {
      const [json] = guarded(() => suppressionsByHash.get(JSON.stringify(addressHashes))) as [string];
      return new Map(suppressionsOf(json).map((suppression) => [suppression.addressHash, suppression]));
    },
    async lift(hash, at, reason) {
      const address = Buffer.from(hash, 'hex');
      return atomically(database, () => {
        // In an array: libsql takes a lone Buffer for an object of named parameters.
        const row = standingBar.get([address]) as [string] | undefined;
        if (row === undefined) return false;
        removeBar.run([address]);
        keepLift.run(address, at, reason, row[0]);
        return true;
      });
    },
    async *lifts() {
      let after: [hash: string, at: string] = ['', ''];
      for (;;) {
        const start = after;
        const [json] = guarded(() => liftsPage.get(...start)) as [string];
        const rows = (JSON.parse(json) as [string, string, string, Lift['lifted']][]).sort((a, b) =>
          a[0] + a[1] < b[0] + b[1] ? -1 : 1,
        );
        const last = rows.at(-1);
        if (last === undefined) return;
        yield rows.map(([hex, at, reason, lifted]) => ({ addressHash: hex.toLowerCase(), at, reason, lifted }));
        after = [last[0], last[1]];
      }
    },
  };
}

/** The addresses as asked, by their hashes. */
function byHash(emails: readonly string[]): Map<string, string[]> {
  const hashes = new Map<string, string[]>();
  for (const email of emails) {
    const hash = addressHash(email);
    const asked = hashes.get(hash);
    if (asked === undefined) hashes.set(hash, [email]);
    else asked.push(email);
  }
  return hashes;
}

function subscriberOf([id, email, record]: SubscriberRow): Subscriber {
  return { id, email, ...record };
}

function suppressionsOf(json: string): Suppression[] {
  const rows = JSON.parse(json) as [string, SuppressionReason, string | null, string][];
  return rows
    .map(([hex, reason, detail, since]) => ({ addressHash: hex.toLowerCase(), reason, detail, since }))
    .sort((a, b) => (a.addressHash < b.addressHash ? -1 : 1));
}

/** Runs the writes as one transaction: all or none. */
function atomically<Result>(database: Database, write: () => Result): Result {
  return guarded(() => {
    database.exec('BEGIN IMMEDIATE');
    try {
      const result = write();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  });
}

function guarded<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof Error && /UNIQUE constraint failed: subscribers\.address/.test(cause.message)) {
      throw new PressrunError('SUBSCRIBERS_INVALID', 'Two subscribers would have one address.', { cause });
    }
    throw new PressrunError('STORE_UNAVAILABLE', 'The subscribers’ database refused.', { cause });
  }
}
