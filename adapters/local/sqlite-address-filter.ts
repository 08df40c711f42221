import type { Database } from './sqlite-database.ts';

const bits = 2 ** 25;
const probes = 4;
const pageSize = 50_000;
/** Reading the index costs less than asking it for this many. */
const askedBetweenFills = 50_000;

/** Says of most addresses that nobody has them, without a look into the index. */
export interface AddressFilter {
  /** Those that somebody may have; to be called inside a transaction. */
  possible(starts: readonly number[]): readonly number[];
  add(starts: readonly number[]): void;
}

/**
 * A Bloom filter over the index of addresses, in 4 MB however many there are: of a million, one in five thousand that is not there
 * passes; of ten million, one in four. It counts only while no other connection has written since it was filled.
 */
export function createAddressFilter(database: Database): AddressFilter {
  const version = database.prepare('PRAGMA data_version').raw();
  const tables = ['addresses', 'fresh_addresses'].map((table) => {
    const order = table === 'addresses' ? 'start' : 'subscriber';
    return database
      .prepare(
        `SELECT max(${order}), json_group_array(start) FROM (
           SELECT start, subscriber FROM ${table} WHERE ${order} > ? ORDER BY ${order} LIMIT ${pageSize})`,
      )
      .raw();
  });
  let filter: Uint8Array | null = null;
  let filledAt: number | null = null;
  let asked = askedBetweenFills;

  const add = (starts: readonly number[]) => {
    if (filter === null) return;
    for (const start of starts) {
      const step = Math.floor(start / 2 ** 23);
      for (let probe = 0; probe < probes; probe += 1) {
        const bit = (start + probe * step) % bits;
        filter[bit >> 3] = (filter[bit >> 3] ?? 0) | (1 << (bit & 7));
      }
    }
  };
  const mayHave = (within: Uint8Array, start: number) => {
    const step = Math.floor(start / 2 ** 23);
    for (let probe = 0; probe < probes; probe += 1) {
      const bit = (start + probe * step) % bits;
      if (((within[bit >> 3] ?? 0) & (1 << (bit & 7))) === 0) return false;
    }
    return true;
  };
  const fill = () => {
    filter ??= new Uint8Array(bits / 8);
    filter.fill(0);
    for (const table of tables) {
      for (let after: number | null = -1; after !== null; ) {
        const [last, json] = table.get(after) as [number | null, string];
        add(JSON.parse(json) as number[]);
        after = last;
      }
    }
  };

  return {
    possible(starts) {
      const [now] = version.get() as [number];
      asked += starts.length;
      if (now !== filledAt) {
        if (asked < askedBetweenFills) return starts;
        fill();
        filledAt = now;
        asked = 0;
      }
      const within = filter;
      return within === null ? starts : starts.filter((start) => mayHave(within, start));
    },
    add,
  };
}
