import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { openDatabase } from '../../../adapters/local/sqlite-database.ts';
import { createSqliteSubscriberStore, subscriberSchema } from '../../../adapters/local/sqlite-subscriber-store.ts';
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
