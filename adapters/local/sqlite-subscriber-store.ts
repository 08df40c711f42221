import { PressrunError } from '../../core/errors.ts';
import type { Candidate } from '../../core/model/audience.ts';
import type { Subscriber } from '../../core/model/subscriber.ts';
import type { SuppressionReason } from '../../core/model/suppression.ts';
import type { Dispatchable, SubscriberStore } from '../../core/ports.ts';
import { addressHash } from '../../core/text/hash.ts';
import { createAddressFilter } from './sqlite-address-filter.ts';
import { addressTables, indexedAddresses, indexStart, moveAddresses } from './sqlite-addresses.ts';
import type { Database } from './sqlite-database.ts';
import { type SubscriberRow, subscriberOf } from './sqlite-subscriber-record.ts';
import { createSubscriberWriter } from './sqlite-subscriber-writer.ts';
import { createSuppressionTable, suppressionTables } from './sqlite-suppressions.ts';

/**
 * `record` holds what is read whole: everything of a subscriber but id and email. `standings` is written with it and is
 * what an audience is read from. Addresses are compared by their hash, the one thing that suppressions keep; the writer sees
 * to it that no two have one address.
 */
export const subscriberSchema = `
  CREATE TABLE IF NOT EXISTS subscribers (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    address BLOB NOT NULL,
    email TEXT NOT NULL,
    record TEXT NOT NULL
  );
  ${addressTables}
  CREATE TABLE IF NOT EXISTS standings (
    newsletter TEXT NOT NULL,
    subscriber INTEGER NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (newsletter, subscriber)
  ) WITHOUT ROWID;
  ${suppressionTables}
`;

const pageSize = 5000;
/** Of fewer addresses the index is asked at once. */
const fewest = 200;

type Page = [last: number | null, json: string];

/**
 * Subscribers and suppressions in SQLite. Reads come as one JSON text a page, since the binding's cost per value is several times
 * that of parsing it.
 *
 * @param database - opened with `subscriberSchema`.
 */
export function createSqliteSubscriberStore(database: Database): SubscriberStore {
  moveAddresses(database);
  const read = prepare(database);
  const filter = createAddressFilter(database);
  const writer = createSubscriberWriter(database, filter);
  const bars = createSuppressionTable(database);

  const dispatchable = (ids: readonly string[]) => {
    const [json] = read.dispatch.get(JSON.stringify(ids)) as [string];
    const found = new Map<string, Dispatchable>();
    for (const [suppression, ...row] of JSON.parse(json) as [SuppressionReason | null, ...SubscriberRow][]) {
      found.set(row[0], { subscriber: subscriberOf(row), suppression });
    }
    return found;
  };
  const byEmails = (hashes: Hashes, mayFilter: boolean) => {
    const starts = Array.from(hashes.values(), indexStart);
    const possible = mayFilter && starts.length >= fewest ? filter.possible(starts) : starts;
    const found = new Map<string, Subscriber>();
    if (possible.length === 0) return found;
    const [json] = read.byAddress.get(JSON.stringify(possible)) as [string];
    const rows = JSON.parse(json) as SubscriberRow[];
    if (rows.length === 0) return found;
    const asked = byHash(hashes);
    for (const row of rows) {
      const subscriber = subscriberOf(row);
      for (const email of asked.get(addressHash(subscriber.email)) ?? []) found.set(email, subscriber);
    }
    return found;
  };
  const barred = (hashes: Hashes) => {
    const found = new Map<string, SuppressionReason>();
    if (bars.isEmpty()) return found;
    const asked = byHash(hashes);
    for (const [hash, { reason }] of bars.of([...asked.keys()])) {
      for (const email of asked.get(hash) ?? []) found.set(email, reason);
    }
    return found;
  };

  return {
    async *candidates(newsletter) {
      for (let after: number | null = 0; ; ) {
        const start: number = after;
        const [last, json] = guarded(() => read.candidates.get(newsletter, start)) as Page;
        if (last === null) return;
        const rows = JSON.parse(json) as [string, string, Candidate['status'], SuppressionReason | null][];
        yield rows.map(([subscriberId, email, status, suppression]) => ({ subscriberId, email, status, suppression }));
        after = last;
      }
    },
    dispatchable: async (ids) => guarded(() => dispatchable(ids)),
    byEmails: async (emails) => guarded(() => byEmails(hashesOf(emails), false)),
    byId: async (id) => guarded(() => dispatchable([id]).get(id)?.subscriber ?? null),
    async save(subscribers) {
      atomically(database, () => writer.write(subscribers));
    },
    async change(id, decide) {
      return atomically(database, () => {
        const standing = dispatchable([id]).get(id)?.subscriber ?? null;
        const changed = standing === null ? null : decide(standing);
        if (changed !== null) writer.write([changed]);
        return changed ?? standing;
      });
    },
    async merge(emails, decide) {
      atomically(database, () => {
        const hashes = hashesOf(emails);
        const standing = byEmails(hashes, true);
        writer.write(decide(standing, barred(hashes)), { hashes, standing });
      });
    },
    async *all() {
      for (let after: number | null = 0; ; ) {
        const start: number = after;
        const [last, json] = guarded(() => read.all.get(start)) as Page;
        if (last === null) return;
        yield (JSON.parse(json) as SubscriberRow[]).map(subscriberOf);
        after = last;
      }
    },
    delete: async (id) => atomically(database, () => writer.remove(id)),
    async suppress(suppressions) {
      atomically(database, () => bars.add(suppressions));
    },
    withdraw: async (suppression) => atomically(database, () => bars.withdraw(suppression)),
    async *suppressions() {
      for (let after = ''; ; ) {
        const start = after;
        const page = guarded(() => bars.page(start));
        const last = page.at(-1);
        if (last === undefined) return;
        yield page;
        after = last.addressHash;
      }
    },
    suppressionsOf: async (addressHashes) => guarded(() => bars.of(addressHashes)),
    lift: async (hash, at, reason) => atomically(database, () => bars.lift(hash, at, reason)),
    async *lifts() {
      for (let after = { addressHash: '', at: '' }; ; ) {
        const start = after;
        const page = guarded(() => bars.liftsPage(start));
        const last = page.at(-1);
        if (last === undefined) return;
        yield page;
        after = last;
      }
    },
  };
}

function prepare(database: Database) {
  return {
    candidates: database
      .prepare(
        `SELECT max(n), json_group_array(json_array(id, email, status, reason)) FROM (
           SELECT t.subscriber AS n, s.id, s.email, t.status, x.reason
           FROM standings t JOIN subscribers s ON s.n = t.subscriber LEFT JOIN suppressions x ON x.address = s.address
           WHERE t.newsletter = ? AND t.subscriber > ? ORDER BY t.subscriber LIMIT ${pageSize})`,
      )
      .raw(),
    all: database
      .prepare(
        `SELECT max(n), json_group_array(json_array(id, email, json(record))) FROM (
           SELECT n, id, email, record FROM subscribers WHERE n > ? ORDER BY n LIMIT ${pageSize})`,
      )
      .raw(),
    dispatch: database
      .prepare(
        `SELECT json_group_array(json_array(x.reason, s.id, s.email, json(s.record)))
         FROM json_each(?) j JOIN subscribers s ON s.id = j.value LEFT JOIN suppressions x ON x.address = s.address`,
      )
      .raw(),
    byAddress: database
      .prepare(
        `SELECT json_group_array(json_array(s.id, s.email, json(s.record)))
         FROM (${indexedAddresses}) a JOIN subscribers s ON s.n = a.subscriber`,
      )
      .raw(),
  };
}

/** The hash of each address. */
type Hashes = ReadonlyMap<string, string>;

function hashesOf(emails: readonly string[]): Hashes {
  return new Map(emails.map((email) => [email, addressHash(email)]));
}

/** The addresses as asked, by their hashes. */
function byHash(hashes: Hashes): Map<string, string[]> {
  const emails = new Map<string, string[]>();
  for (const [email, hash] of hashes) {
    const asked = emails.get(hash);
    if (asked === undefined) emails.set(hash, [email]);
    else asked.push(email);
  }
  return emails;
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
    if (cause instanceof PressrunError) throw cause;
    throw new PressrunError('STORE_UNAVAILABLE', 'The subscribers’ database refused.', { cause });
  }
}
