import { afterAll, beforeAll, describe, jest, test } from '@jest/globals';
import { type DynamoEmulator, hasJava, startDynamoDbLocal } from '../../emulators/dynamodb.ts';
import { dynamoContracts } from './dynamo-contracts.ts';

jest.setTimeout(120_000);

// AWS's own DynamoDB Local wants Java.
if (hasJava()) {
  let dynamo: DynamoEmulator;
  beforeAll(async () => {
    dynamo = await startDynamoDbLocal();
  });
  afterAll(() => dynamo.close());
  dynamoContracts('DynamoDB Local', () => dynamo.table(), 120);
} else {
  describe('DynamoDB Local', () => {
    test.skip('there is no Java here', () => {});
  });
}
