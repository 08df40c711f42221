import path from 'node:path';
import { openDatabase } from '../../../adapters/local/sqlite-database.ts';
import { createSqliteLedger, ledgerSchema } from '../../../adapters/local/sqlite-ledger.ts';
import { ledgerContract } from '../../contracts/ledger.ts';
import { temporaryFolder } from '../../temporary.ts';

ledgerContract('SQLite', async () =>
  createSqliteLedger(openDatabase(path.join(await temporaryFolder(), 'pressrun.db'), [ledgerSchema])),
);
