import { PressrunError } from '../../core/errors.ts';
import type { Subscriber } from '../../core/model/subscriber.ts';
import { addressHash } from '../../core/text/hash.ts';
import type { Database } from './sqlite-database.ts';

/** What the transaction has read already, so that it need not be read again: who stands under which addresses. */
interface Known {
  /** The hash of each of those addresses. */
  hashes: ReadonlyMap<string, string>;
  standing: ReadonlyMap<string, Subscriber>;
}

/** Rows a statement: the binding's own cost is shared by all of them. */
const rowsAtOnce = 50;

/** Writes and removes subscribers with their standings; to be called inside a transaction. */
export function createSubscriberWriter(database: Database) {
  const statements = prepare(database);

  const insert = (rows: readonly (readonly [number, string, Buffer, string, string])[]) => {
    let start = 0;
    for (; start + rowsAtOnce <= rows.length; start += rowsAtOnce) {
      statements.insertMany.run(rows.slice(start, start + rowsAtOnce).flat());
    }
    for (const row of rows.slice(start)) statements.insert.run(...row);
  };

  const removeStandings = (n: number, record: string) => {
    const { newsletters } = JSON.parse(record) as Pick<Subscriber, 'newsletters'>;
    for (const { slug } of newsletters) statements.removeStanding.run(slug, n);
  };

  return {
    /** @throws {PressrunError} `SUBSCRIBERS_INVALID` when two would have one address. */
    write(subscribers: readonly Subscriber[], known?: Known): void {
      const knownIds = known === undefined ? idsAmong(subscribers) : idsOf(known.standing.values());
      const addresses = new Set<string>();
      const unsettled: string[] = [];
      const fresh: [number, string, Buffer, string, string][] = [];
      const standings = new Map<string, { slug: string; status: string; numbers: number[] }>();
      let [highest] = statements.highest.get() as [number];
      for (const { id, email, ...record } of subscribers) {
        const hash = known?.hashes.get(email) ?? addressHash(email);
        if (addresses.has(hash)) throw shared();
        addresses.add(hash);
        const address = Buffer.from(hash, 'hex');
        const text = JSON.stringify(record);
        let n: number;
        if (knownIds.has(id)) {
          const [standingN, standingRecord] = statements.standing.get(id) as [number, string];
          n = standingN;
          removeStandings(n, standingRecord);
          statements.update.run(address, email, text, n);
          if (known?.standing.get(email)?.id !== id) unsettled.push(hash);
        } else {
          highest += 1;
          n = highest;
          fresh.push([n, id, address, email, text]);
          if (known?.hashes.has(email) !== true || known.standing.has(email)) unsettled.push(hash);
        }
        for (const { slug, status } of record.newsletters) {
          const key = `${slug} ${status}`;
          const group = standings.get(key);
          if (group === undefined) standings.set(key, { slug, status, numbers: [n] });
          else group.numbers.push(n);
        }
      }
      insert(fresh);
      for (const { slug, status, numbers } of standings.values()) {
        statements.addStandings.run(slug, status, JSON.stringify(numbers));
      }
      if (unsettled.length > 0 && statements.sharedAddress.get(JSON.stringify(unsettled)) !== undefined) throw shared();
    },
    /** @returns whether there was one. */
    remove(id: string): boolean {
      const row = statements.standing.get(id) as [number, string] | undefined;
      if (row === undefined) return false;
      removeStandings(...row);
      statements.remove.run(row[0]);
      return true;
    },
  };

  function idsAmong(subscribers: readonly Subscriber[]): ReadonlySet<string> {
    const [json] = statements.known.get(JSON.stringify(subscribers.map(({ id }) => id))) as [string];
    return new Set(JSON.parse(json) as string[]);
  }
}

function prepare(database: Database) {
  const insert = 'INSERT INTO subscribers (n, id, address, email, record) VALUES';
  const row = '(?, ?, ?, ?, ?)';
  return {
    known: database
      .prepare('SELECT json_group_array(s.id) FROM json_each(?) j JOIN subscribers s ON s.id = j.value')
      .raw(),
    standing: database.prepare('SELECT n, record FROM subscribers WHERE id = ?').raw(),
    highest: database.prepare('SELECT coalesce(max(n), 0) FROM subscribers').raw(),
    insert: database.prepare(`${insert} ${row}`),
    insertMany: database.prepare(`${insert} ${Array<string>(rowsAtOnce).fill(row).join(', ')}`),
    update: database.prepare('UPDATE subscribers SET address = ?, email = ?, record = ? WHERE n = ?'),
    remove: database.prepare('DELETE FROM subscribers WHERE n = ?'),
    sharedAddress: database
      .prepare(
        `SELECT 1 FROM json_each(?) j JOIN subscribers s
           ON substr(s.address, 1, 6) = substr(unhex(j.value), 1, 6) AND s.address = unhex(j.value)
         GROUP BY j.value HAVING count(*) > 1 LIMIT 1`,
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
