import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { openDatabase } from '../../../adapters/local/sqlite-database.ts';
import { createSqliteSubscriberStore, subscriberSchema } from '../../../adapters/local/sqlite-subscriber-store.ts';
import type { Subscriber } from '../../../core/model/subscriber.ts';
import type { SubscriberStore } from '../../../core/ports.ts';
import { addressHash } from '../../../core/text/hash.ts';
import { aSubscriber, subscriberStoreContract } from '../../contracts/subscriber-store.ts';
import { MemorySubscriberStore } from '../../fakes/memory-subscriber-store.ts';

function openStore() {
  const folder = mkdtempSync(path.join(tmpdir(), 'pressrun-'));
  const file = path.join(folder, 'pressrun.db');
  const database = openDatabase(file, [subscriberSchema]);
  const close = async () => {
    database.close();
    rmSync(folder, { recursive: true });
  };
  return { store: createSqliteSubscriberStore(database), file, close };
}

subscriberStoreContract('SQLite', async () => openStore());
subscriberStoreContract('memory', async () => ({ store: new MemorySubscriberStore(), close: async () => {} }));

test('another process’ writes are seen at once', async () => {
  const { store, file, close } = openStore();
  const otherDatabase = openDatabase(file, [subscriberSchema]);
  const other = createSqliteSubscriberStore(otherDatabase);
  await store.save([aSubscriber('ann')]);
  expect(await other.byId('ann')).not.toBeNull();
  await other.delete('ann');
  expect((await store.dispatchable(['ann'])).size).toBe(0);
  otherDatabase.close();
  await close();
});

test('a database that refuses is said to be unavailable, with the cause', async () => {
  const { store, file, close } = openStore();
  const other = openDatabase(file, []);
  other.exec('DROP TABLE subscribers');
  other.close();
  await expect(store.byId('ann')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', cause: expect.any(Error) });
  await close();
});

/** A group large enough for the filter of addresses. */
function readers(from: number, count: number): Subscriber[] {
  return Array.from({ length: count }, (_, index) => aSubscriber(`reader${from + index}`));
}

async function mergeAll(store: SubscriberStore, people: readonly Subscriber[]): Promise<string[]> {
  let stood: string[] = [];
  await store.merge(
    people.map(({ email }) => email),
    (standing) => {
      stood = [...standing.keys()];
      return people.filter(({ email }) => !standing.has(email));
    },
  );
  return stood;
}

test('whoever stands is found among many, before and after their addresses went into the index', async () => {
  const { store, close } = openStore();
  const group = 11_000;
  for (let from = 0; from < 66_000; from += group) expect(await mergeAll(store, readers(from, group))).toEqual([]);
  // Three who are in the index by now, two who are not, one who is new.
  const asked = [0, 30_000, 59_999, 65_000, 65_999, 66_000].map((index) => `reader${index}`);
  const among = [...asked.map((id) => aSubscriber(id)), ...readers(70_000, 1500)];
  expect(await mergeAll(store, among)).toEqual(among.slice(0, 5).map(({ email }) => email));
  await close();
});

test('whoever another process wrote meanwhile is found among many', async () => {
  const { store, file, close } = openStore();
  await mergeAll(store, readers(0, 2000));
  const otherDatabase = openDatabase(file, [subscriberSchema]);
  await createSqliteSubscriberStore(otherDatabase).save([aSubscriber('reader3000')]);
  expect(await mergeAll(store, readers(2000, 2000))).toEqual([aSubscriber('reader3000').email]);
  otherDatabase.close();
  await close();
});

test('a database with one index of addresses and named fields is taken over', async () => {
  const { store, file, close } = openStore();
  const { id, email, ...record } = aSubscriber('ann');
  const earlier = openDatabase(file, []);
  earlier.exec('CREATE INDEX subscribers_address ON subscribers (substr(address, 1, 6))');
  earlier
    .prepare('INSERT INTO subscribers (id, address, email, record) VALUES (?, unhex(?), ?, ?)')
    .run(id, addressHash(email), email, JSON.stringify(record));
  expect(await store.byEmails([email])).toEqual(new Map());
  const taken = createSqliteSubscriberStore(earlier);
  expect(await taken.byEmails([email])).toEqual(new Map([[email, aSubscriber('ann')]]));
  earlier.close();
  await close();
});
