import { createDynamoFeedbackStore } from '../../../adapters/aws/dynamo-feedback-store.ts';
import { createDynamoLedger } from '../../../adapters/aws/dynamo-ledger.ts';
import { createDynamoRunStore } from '../../../adapters/aws/dynamo-run-store.ts';
import { createDynamoSubscriberStore } from '../../../adapters/aws/dynamo-subscriber-store.ts';
import type { Table } from '../../../adapters/aws/dynamo-table.ts';
import { feedbackStoreContract } from '../../contracts/feedback-store.ts';
import { ledgerContract } from '../../contracts/ledger.ts';
import { runStoreContract } from '../../contracts/run-store.ts';
import { subscriberStoreContract } from '../../contracts/subscriber-store.ts';

/**
 * Every contract that DynamoDB adapters keep, on one DynamoDB.
 *
 * @param table - an empty table.
 * @param many - how many items make many pages: some of these are slow.
 */
export function dynamoContracts(name: string, table: () => Promise<Table>, many: number): void {
  const close = async () => {};
  ledgerContract(name, async () => createDynamoLedger(await table()));
  runStoreContract(name, async () => createDynamoRunStore(await table()));
  subscriberStoreContract(name, async () => ({ store: createDynamoSubscriberStore(await table()), close }), { many });
  feedbackStoreContract(name, async () => ({ store: createDynamoFeedbackStore(await table()), close }), { many });
}
