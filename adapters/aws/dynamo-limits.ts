import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PressrunError } from '../../core/errors.ts';
import type { Clock, Limits } from '../../core/ports.ts';
import { sha256 } from '../../core/text/hash.ts';
import { conditionally, keyOf, number, pause, type Table } from './dynamo-table.ts';

/**
 * Limits in the ledger's table, for functions that know nothing of each other: whole windows, begun by the first of them, which go by
 * themselves when they are over.
 */
export function createDynamoLimits({ client, name: TableName }: Table, clock: Pick<Clock, 'now'>): Limits {
  return {
    async take(key, times, perSeconds) {
      const hash = sha256(key);
      const Key = keyOf(`limit#${hash.charAt(0)}`, hash);
      try {
        for (let tries = 1; ; tries += 1) {
          const now = clock.now();
          const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
          const standing = Item === undefined || number(Item, 'endsAt') <= now ? null : Item;
          const count = standing === null ? 0 : number(standing, 'taken');
          if (count >= times) return false;
          const endsAt = standing === null ? now + perSeconds * 1_000 : number(standing, 'endsAt');
          const put = new PutItemCommand({
            TableName,
            Item: {
              ...Key,
              endsAt: { N: String(endsAt) },
              taken: { N: String(count + 1) },
              expiresAt: { N: String(Math.ceil(endsAt / 1_000)) },
            },
            ...(Item === undefined
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: 'attribute_not_exists(pk) OR (taken = :taken AND endsAt = :ends)',
                  ExpressionAttributeValues: {
                    ':taken': { N: String(number(Item, 'taken')) },
                    ':ends': { N: String(number(Item, 'endsAt')) },
                  },
                }),
          });
          if ((await conditionally(client.send(put))).written) return true;
          await pause(tries);
        }
      } catch (cause) {
        throw new PressrunError('STORE_UNAVAILABLE', 'The table of limits did not answer.', { cause });
      }
    },
  };
}
