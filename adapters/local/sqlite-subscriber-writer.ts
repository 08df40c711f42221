import { PressrunError } from '../../core/errors.ts';
import type { Subscriber } from '../../core/model/subscriber.ts';
import { addressHash } from '../../core/text/hash.ts';
import type { AddressFilter } from './sqlite-address-filter.ts';
import { createAddressIndex, indexedAddresses, indexStart } from './sqlite-addresses.ts';
import type { Database } from './sqlite-database.ts';
import { recordText, subscriberOf } from './sqlite-subscriber-record.ts';

/** What the transaction has read already, so that it need not be read again: who stands under which addresses. */
interface Known {
  /** The hash of each of those addresses. */
  hashes: ReadonlyMap<string, string>;
  standing: ReadonlyMap<string, Subscriber>;
}

/** Rows a statement: the binding's own cost is shared by all of them. */
const rowsAtOnce = 200;
const columns = ['id', 'address', 'email', 'record'];
const valuesAtOnce = rowsAtOnce * columns.length;

/** Writes and removes subscribers with their standings; to be called inside a transaction. */
export function createSubscriberWriter(database: Database, filter: AddressFilter) {
  const statements = prepare(database);
  const index = createAddressIndex(database, filter);

  const insert = (values: readonly string[]) => {
    let start = 0;
    for (; start + valuesAtOnce <= values.length; start += valuesAtOnce) {
      statements.insertMany.run(values.slice(start, start + valuesAtOnce));
    }
    for (; start < values.length; start += columns.length) {
      statements.insert.run(values.slice(start, start + columns.length));
    }
  };

  const removeStandings = (n: number, record: string) => {
    const { newsletters } = subscriberOf(['', '', JSON.parse(record)]);
    for (const { slug } of newsletters) statements.removeStanding.run(slug, n);
  };

  return {
    /** @throws {PressrunError} `SUBSCRIBERS_INVALID` when two would have one address. */
    write(subscribers: readonly Subscriber[], known?: Known): void {
      const knownIds = known === undefined ? idsAmong(subscribers) : idsOf(known.standing.values());
      const addresses = new Set<string>();
      const unsettled: string[] = [];
      const fresh: string[] = [];
      const freshHashes: string[] = [];
      const standings: { slug: string; status: string; numbers: number[] }[] = [];
      const [highest] = statements.highest.get() as [number];
      for (const subscriber of subscribers) {
        const { id, email } = subscriber;
        const hash = known?.hashes.get(email) ?? addressHash(email);
        if (addresses.has(hash)) throw shared();
        addresses.add(hash);
        const text = recordText(subscriber);
        let n: number;
        if (knownIds.has(id)) {
          const [standingN, standingRecord, standingHash] = statements.standing.get(id) as [number, string, string];
          n = standingN;
          removeStandings(n, standingRecord);
          const moved = standingHash !== hash;
          if (moved) index.remove(standingHash, n);
          statements.update.run(hash, email, text, n);
          if (moved) index.add([hash], n);
          if (known?.standing.get(email)?.id !== id) unsettled.push(hash);
        } else {
          freshHashes.push(hash);
          // As SQLite numbers them.
          n = highest + freshHashes.length;
          fresh.push(id, hash, email, text);
          if (known?.hashes.has(email) !== true || known.standing.has(email)) unsettled.push(hash);
        }
        for (const { slug, status } of subscriber.newsletters) {
          const group = standings.find((each) => each.slug === slug && each.status === status);
          if (group === undefined) standings.push({ slug, status, numbers: [n] });
          else group.numbers.push(n);
        }
      }
      insert(fresh);
      if (freshHashes.length > 0) index.add(freshHashes, highest + 1);
      for (const { slug, status, numbers } of standings) {
        statements.addStandings.run(slug, status, JSON.stringify(numbers));
      }
      if (unsettled.length > 0) {
        const starts = JSON.stringify([...new Set(unsettled.map(indexStart))]);
        if (statements.sharedAddress.get(starts) !== undefined) throw shared();
      }
    },
    /** @returns whether there was one. */
    remove(id: string): boolean {
      const row = statements.standing.get(id) as [number, string, string] | undefined;
      if (row === undefined) return false;
      const [n, record, hash] = row;
      removeStandings(n, record);
      index.remove(hash, n);
      statements.remove.run(n);
      return true;
    },
  };

  function idsAmong(subscribers: readonly Subscriber[]): ReadonlySet<string> {
    const [json] = statements.known.get(JSON.stringify(subscribers.map(({ id }) => id))) as [string];
    return new Set(JSON.parse(json) as string[]);
  }
}

function prepare(database: Database) {
  const insert = `INSERT INTO subscribers (${columns.join(', ')}) VALUES`;
  const row = '(?, unhex(?), ?, ?)';
  return {
    known: database
      .prepare('SELECT json_group_array(s.id) FROM json_each(?) j JOIN subscribers s ON s.id = j.value')
      .raw(),
    standing: database.prepare('SELECT n, record, lower(hex(address)) FROM subscribers WHERE id = ?').raw(),
    highest: database.prepare('SELECT coalesce(max(n), 0) FROM subscribers').raw(),
    insert: database.prepare(`${insert} ${row}`),
    insertMany: database.prepare(`${insert} ${Array<string>(rowsAtOnce).fill(row).join(', ')}`),
    update: database.prepare('UPDATE subscribers SET address = unhex(?), email = ?, record = ? WHERE n = ?'),
    remove: database.prepare('DELETE FROM subscribers WHERE n = ?'),
    sharedAddress: database
      .prepare(
        `SELECT 1 FROM (${indexedAddresses}) a JOIN subscribers s ON s.n = a.subscriber
         GROUP BY s.address HAVING count(*) > 1 LIMIT 1`,
      )
      .raw(),
    addStandings: database.prepare(
      'INSERT INTO standings (newsletter, subscriber, status) SELECT ?1, value, ?2 FROM json_each(?3)',
    ),
    removeStanding: database.prepare('DELETE FROM standings WHERE newsletter = ? AND subscriber = ?'),
  };
}

function idsOf(subscribers: Iterable<Subscriber>): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { id } of subscribers) ids.add(id);
  return ids;
}

function shared(): PressrunError {
  return new PressrunError('SUBSCRIBERS_INVALID', 'Two subscribers would have one address.');
}
