import { afterAll, beforeAll } from '@jest/globals';
import { type DynamoEmulator, startDynalite } from '../../emulators/dynamodb.ts';
import { dynamoContracts } from './dynamo-contracts.ts';

let dynamo: DynamoEmulator;

beforeAll(async () => {
  dynamo = await startDynalite();
});
afterAll(() => dynamo.close());

dynamoContracts('DynamoDB (dynalite)', () => dynamo.table(), 60);
