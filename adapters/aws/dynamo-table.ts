import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  type DynamoDBClientConfig,
  QueryCommand,
  type QueryCommandInput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { sha256 } from '../../core/text/hash.ts';
import { inParallel, slices } from './parallel.ts';

/** A table with the string keys `pk` and `sk`. */
export interface Table {
  client: DynamoDBClient;
  name: string;
}

export type Item = Record<string, AttributeValue>;
export type Key = { pk: { S: string }; sk: { S: string } };

/** Requests of one call at once. */
export const requestsAtOnce = 64;

/** The shards of one logical partition: a hexadecimal digit of a hash, so that no key takes more than a sixteenth of the writes. */
export const shards = [...'0123456789abcdef'] as const;

/** The shard of an id. */
export function shardOf(id: string): string {
  return sha256(id).charAt(0);
}

export function keyOf(pk: string, sk: string): Key {
  return { pk: { S: pk }, sk: { S: sk } };
}

/** A client whose conditional writes are tried again where the answer was lost: their conditions make that safe. */
export function createDynamoClient(config: DynamoDBClientConfig = {}): DynamoDBClient {
  return new DynamoDBClient({ maxAttempts: 6, ...config });
}

/** A text attribute. @returns null where there is none. */
export function text(item: Item, name: string): string | null {
  return item[name]?.S ?? null;
}

/** A number attribute. @returns 0 where there is none. */
export function number(item: Item, name: string): number {
  return Number(item[name]?.N ?? 0);
}

/**
 * Does a conditional write.
 *
 * @returns whether the condition held; where it did not, the item that stood, if the table says which.
 */
export async function conditionally(
  write: Promise<unknown>,
): Promise<{ written: boolean; standing: Item | undefined }> {
  try {
    await write;
    return { written: true, standing: undefined };
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return { written: false, standing: error.Item };
    throw error;
  }
}

/** Every page of a query. Pages may be empty where a filter took all. */
export async function* queryPages(
  { client, name }: Table,
  query: Omit<QueryCommandInput, 'TableName'>,
): AsyncGenerator<Item[]> {
  let start: Item | undefined;
  do {
    const input = { TableName: name, ...query, ...(start && { ExclusiveStartKey: start }) };
    const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand(input));
    yield Items;
    start = LastEvaluatedKey;
  } while (start !== undefined);
}

/** Reads many items by key, a hundred a request. Those that are not there are absent. */
export async function batchGet(table: Table, keys: readonly Key[], consistent: boolean): Promise<Item[]> {
  const pages = await inParallel(slices(keys, 100), requestsAtOnce / 4, async (slice) => {
    const found: Item[] = [];
    let pending: Record<string, AttributeValue>[] = slice;
    for (let tries = 0; pending.length > 0; tries += 1) {
      if (tries > 0) await backOff(tries);
      const answer: BatchGetItemCommandOutput = await table.client.send(
        new BatchGetItemCommand({ RequestItems: { [table.name]: { Keys: pending, ConsistentRead: consistent } } }),
      );
      found.push(...(answer.Responses?.[table.name] ?? []));
      pending = answer.UnprocessedKeys?.[table.name]?.Keys ?? [];
    }
    return found;
  });
  return pages.flat();
}

/** Writes many items without conditions, twenty-five a request, no key twice. */
export async function batchPut(table: Table, items: readonly Item[]): Promise<void> {
  await inParallel(slices(items, 25), requestsAtOnce / 4, async (slice) => {
    let pending: WriteRequest[] = slice.map((item) => ({ PutRequest: { Item: item } }));
    for (let tries = 0; pending.length > 0; tries += 1) {
      if (tries > 0) await backOff(tries);
      const request = new BatchWriteItemCommand({ RequestItems: { [table.name]: pending } });
      const { UnprocessedItems } = await table.client.send(request);
      pending = UnprocessedItems?.[table.name] ?? [];
    }
  });
}

/** Waits a little before reading again what another has just written; gives up after about a minute of others. */
export async function pause(tries: number): Promise<void> {
  if (tries > 60) throw new Error('The item was written by others sixty times in a row.');
  await sleep(Math.min(1_000, 5 * 2 ** Math.min(tries, 8)) * Math.random());
}

/** What DynamoDB hands back unprocessed is tried again after a pause, for about a minute. */
async function backOff(tries: number): Promise<void> {
  if (tries > 12) throw new Error('DynamoDB gave a part of a request back unprocessed twelve times in a row.');
  await sleep(Math.min(10_000, 50 * 2 ** tries) * (0.5 + Math.random() / 2));
}
