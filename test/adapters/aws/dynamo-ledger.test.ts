import { afterAll, beforeAll } from '@jest/globals';
import { createDynamoLedger } from '../../../adapters/aws/dynamo-ledger.ts';
import { createDynamoRunStore } from '../../../adapters/aws/dynamo-run-store.ts';
import { ledgerContract } from '../../contracts/ledger.ts';
import { runStoreContract } from '../../contracts/run-store.ts';
import { type DynamoEmulator, startDynalite } from '../../emulators/dynamodb.ts';

let dynamo: DynamoEmulator;
beforeAll(async () => {
  dynamo = await startDynalite();
});
afterAll(() => dynamo.close());

ledgerContract('DynamoDB (dynalite)', async () => createDynamoLedger(await dynamo.table()));
runStoreContract('DynamoDB (dynalite)', async () => createDynamoRunStore(await dynamo.table()));
