import path from 'node:path';
import { openDatabase } from '../../../adapters/local/sqlite-database.ts';
import { createSqliteRunStore, runSchema } from '../../../adapters/local/sqlite-run-store.ts';
import { runStoreContract } from '../../contracts/run-store.ts';
import { temporaryFolder } from '../../temporary.ts';

runStoreContract('SQLite', async () =>
  createSqliteRunStore(openDatabase(path.join(await temporaryFolder(), 'pressrun.db'), [runSchema])),
);
