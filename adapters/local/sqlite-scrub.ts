import type { SubscriberStore } from '../../core/ports.ts';
import type { Database } from './sqlite-database.ts';

/**
 * A store of subscribers of which nothing stays in the database's files when a person is deleted or changed: freed room is written over
 * with zeros (SQLite's `secure_delete`), and after a deletion the write-ahead log is put in its place and emptied.
 *
 * @param database - the one that the store is over.
 */
export function scrubbed(store: SubscriberStore, database: Database): SubscriberStore {
  database.exec('PRAGMA secure_delete = ON');
  return {
    ...store,
    delete: async (id) => {
      const was = await store.delete(id);
      try {
        database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      } catch {
        // Somebody reads this very moment: the log is emptied when the last of them has closed the database.
      }
      return was;
    },
  };
}
