import { GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { PressrunError } from '../../core/errors.ts';
import type { PastEdition } from '../../core/model/edition.ts';
import type { Run } from '../../core/model/run.ts';
import type { RunStore } from '../../core/ports.ts';
import { conditionally, type Item, keyOf, queryPages, type Table, text } from './dynamo-table.ts';

const runsPartition = 'runs';
const historyPartition = (newsletter: string) => `history#${newsletter}`;

/**
 * Runs in the ledger's table, in partitions of their own and without expiry. A stop that is asked for is an attribute beside
 * the run, so that writing one never loses the other. Reads are strongly consistent.
 */
export function createDynamoRunStore(table: Table): RunStore {
  const { client, name: TableName } = table;
  const read = async (editionId: string): Promise<Item | null> => {
    const key = keyOf(runsPartition, editionId);
    return (await client.send(new GetItemCommand({ TableName, Key: key, ConsistentRead: true }))).Item ?? null;
  };
  const query = async (pk: string): Promise<Item[]> => {
    const found: Item[] = [];
    const values = { ':pk': { S: pk } };
    const pages = queryPages(table, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: values,
      ConsistentRead: true,
    });
    for await (const page of pages) found.push(...page);
    return found;
  };
  return {
    async get(editionId) {
      const item = await guarded(read(editionId));
      return item === null ? null : runOf(item);
    },
    async put(run) {
      await guarded(
        client.send(
          new UpdateItemCommand({
            TableName,
            Key: keyOf(runsPartition, run.editionId),
            UpdateExpression: 'SET #run = :run',
            ExpressionAttributeNames: { '#run': 'run' },
            ExpressionAttributeValues: { ':run': { S: JSON.stringify(run) } },
          }),
        ),
      );
    },
    async list(newsletter) {
      const runs = (await guarded(query(runsPartition))).map(runOf);
      return runs
        .filter((run) => newsletter === undefined || run.newsletter === newsletter)
        .sort((a, b) => compare(b.at, a.at) || compare(a.editionId, b.editionId));
    },
    async requestStop(editionId, at) {
      await guarded(
        conditionally(
          client.send(
            new UpdateItemCommand({
              TableName,
              Key: keyOf(runsPartition, editionId),
              UpdateExpression: 'SET stopRequestedAt = :at',
              ConditionExpression: 'attribute_exists(pk)',
              ExpressionAttributeValues: { ':at': { S: at } },
            }),
          ),
        ),
      );
    },
    async stopRequested(editionId) {
      const item = await guarded(read(editionId));
      return item !== null && text(item, 'stopRequestedAt') !== null;
    },
    async clearStop(editionId) {
      await guarded(
        conditionally(
          client.send(
            new UpdateItemCommand({
              TableName,
              Key: keyOf(runsPartition, editionId),
              UpdateExpression: 'REMOVE stopRequestedAt',
              ConditionExpression: 'attribute_exists(pk)',
            }),
          ),
        ),
      );
    },
    async history(newsletter) {
      const items = await guarded(query(historyPartition(newsletter)));
      return items.map(
        (item): PastEdition => ({
          id: text(item, 'sk') ?? '',
          at: text(item, 'at') ?? '',
          articleIds: JSON.parse(text(item, 'articleIds') ?? '[]') as string[],
        }),
      );
    },
    async remember(newsletter, { id, at, articleIds }) {
      const item = { ...keyOf(historyPartition(newsletter), id), at: { S: at } };
      const Item = { ...item, articleIds: { S: JSON.stringify(articleIds) } };
      await guarded(client.send(new PutItemCommand({ TableName, Item })));
    },
  };
}

function runOf(item: Item): Run {
  return JSON.parse(text(item, 'run') ?? '') as Run;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function guarded<Answer>(work: Promise<Answer>): Promise<Answer> {
  try {
    return await work;
  } catch (cause) {
    throw new PressrunError('STORE_UNAVAILABLE', 'The table of runs did not answer.', { cause });
  }
}
