import { afterAll, beforeAll } from '@jest/globals';
import { createDynamoFeedbackStore } from '../../../adapters/aws/dynamo-feedback-store.ts';
import { createDynamoSubscriberStore } from '../../../adapters/aws/dynamo-subscriber-store.ts';
import { createDynamoClient } from '../../../adapters/aws/dynamo-table.ts';
import { feedbackStoreContract } from '../../contracts/feedback-store.ts';
import { subscriberStoreContract } from '../../contracts/subscriber-store.ts';
import { startMemoryDynamo } from '../../emulators/dynamodb-memory.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
let dynamo: Awaited<ReturnType<typeof startMemoryDynamo>>;
let tables = 0;
beforeAll(async () => {
  dynamo = await startMemoryDynamo();
});
afterAll(() => dynamo.close());

subscriberStoreContract(
  'DynamoDB (in memory)',
  async () => {
    const client = createDynamoClient({ endpoint: dynamo.endpoint, region: 'eu-west-1', credentials });
    return {
      store: createDynamoSubscriberStore({ client, name: `table-${++tables}` }),
      close: async () => client.destroy(),
    };
  },
  { many: 1_001 },
);

feedbackStoreContract(
  'DynamoDB (in memory)',
  async () => {
    const client = createDynamoClient({ endpoint: dynamo.endpoint, region: 'eu-west-1', credentials });
    return {
      store: createDynamoFeedbackStore({ client, name: `table-${++tables}` }),
      close: async () => client.destroy(),
    };
  },
  { many: 600 },
);
