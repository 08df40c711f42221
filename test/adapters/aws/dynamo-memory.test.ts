import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from '@jest/globals';
import { createDynamoClient } from '../../../adapters/aws/dynamo-table.ts';
import { startMemoryDynamo } from '../../emulators/dynamodb-memory.ts';
import { dynamoContracts } from './dynamo-contracts.ts';

let dynamo: Awaited<ReturnType<typeof startMemoryDynamo>>;
let client: DynamoDBClient;
let tables = 0;

beforeAll(async () => {
  dynamo = await startMemoryDynamo();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = createDynamoClient({ endpoint: dynamo.endpoint, region: 'eu-west-1', credentials });
});

afterAll(async () => {
  client.destroy();
  await dynamo.close();
});

dynamoContracts('DynamoDB (in memory)', async () => ({ client, name: `table-${++tables}` }), 600);
