import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Subscriber } from '../../core/model/subscriber.ts';
import { addressHash } from '../../core/text/hash.ts';
import { batchGet, conditionally, type Key, keyOf, number, type Table, text } from './dynamo-table.ts';

/** After this long an address that was taken for a record that never came is free again. */
const abandonedMilliseconds = 15_000;

/** Who holds which address: one item an address, written only where there is none, which is what keeps addresses unique. */
export class DynamoAddresses {
  readonly #table: Table;
  readonly #record: (id: string) => Promise<Subscriber | null>;

  /** @param record - reads the record of an id, strongly consistent. */
  constructor(table: Table, record: (id: string) => Promise<Subscriber | null>) {
    this.#table = table;
    this.#record = record;
  }

  /** The ids that hold addresses, by the addresses' hashes. */
  async holders(hashes: readonly string[]): Promise<Map<string, string>> {
    const items = await batchGet(this.#table, [...new Set(hashes)].map(addressKey), true);
    return new Map(items.map((item) => [text(item, 'sk') ?? '', text(item, 'id') ?? '']));
  }

  /**
   * Takes an address for an id.
   *
   * @returns `new` where it was free, `own` where the id held it before, `other` where a subscriber holds it.
   */
  async take(hash: string, id: string): Promise<'new' | 'own' | 'other'> {
    const { client, name: TableName } = this.#table;
    const free = 'attribute_not_exists(pk)';
    const item = () => ({ ...addressKey(hash), id: { S: id }, takenAt: { N: String(Date.now()) } });
    for (;;) {
      const put = new PutItemCommand({ TableName, Item: item(), ConditionExpression: free });
      if ((await conditionally(client.send(put))).written) return 'new';
      const get = new GetItemCommand({ TableName, Key: addressKey(hash), ConsistentRead: true });
      const standing = (await client.send(get)).Item;
      if (standing === undefined) continue;
      const holder = text(standing, 'id') ?? '';
      if (holder === id) return 'own';
      const record = await this.#record(holder);
      if (record !== null && addressHash(record.email) === hash) return 'other';
      // Either its record is about to be written, or whoever meant to write it has died.
      if (Date.now() - number(standing, 'takenAt') < abandonedMilliseconds) {
        await sleep(500);
        continue;
      }
      const over = new PutItemCommand({
        TableName,
        Item: item(),
        ConditionExpression: 'id = :holder AND takenAt = :at',
        ExpressionAttributeValues: { ':holder': { S: holder }, ':at': standing['takenAt'] ?? { N: '0' } },
      });
      if ((await conditionally(client.send(over))).written) return 'new';
    }
  }

  /** Frees an address, if the id holds it. */
  async release(hash: string, id: string): Promise<void> {
    const drop = new DeleteItemCommand({
      TableName: this.#table.name,
      Key: addressKey(hash),
      ConditionExpression: 'id = :id',
      ExpressionAttributeValues: { ':id': { S: id } },
    });
    await conditionally(this.#table.client.send(drop));
  }
}

function addressKey(hash: string): Key {
  return keyOf(`address#${hash.charAt(0)}`, hash);
}
