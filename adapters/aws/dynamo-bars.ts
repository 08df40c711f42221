import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  type Lift,
  type Suppression,
  type SuppressionReason,
  weightierSuppression,
} from '../../core/model/suppression.ts';
import {
  batchGet,
  conditionally,
  type Item,
  type Key,
  keyOf,
  number,
  pause,
  queryPages,
  requestsAtOnce,
  shards,
  type Table,
  text,
} from './dynamo-table.ts';
import { inParallel, inTurn } from './parallel.ts';

/** A bar's item: what stands on an address, and every lift there was. Versioned, and never deleted. */
interface Bar {
  version: number;
  standing: Omit<Suppression, 'addressHash'> | null;
  lifts: Omit<Lift, 'addressHash'>[];
}

const noBar: Bar = { version: 0, standing: null, lifts: [] };

/** Suppressions in DynamoDB: one item an address, in the shard of its hash, so that they come in the order of the audience's. */
export class DynamoBars {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async suppress(suppressions: readonly Suppression[]): Promise<void> {
    await inParallel(suppressions, requestsAtOnce, async ({ addressHash, ...bar }) => {
      await this.#change(addressHash, ({ standing, lifts }) => {
        if (lifts.some((lift) => lift.at >= bar.since)) return null;
        if (standing === null) return { standing: bar, lifts };
        const { addressHash: _, ...weightier } = weightierSuppression(
          { addressHash, ...standing },
          { addressHash, ...bar },
        );
        return same(weightier, standing) ? null : { standing: weightier, lifts };
      });
    });
  }

  async withdraw({ addressHash, ...bar }: Suppression): Promise<boolean> {
    return this.#change(addressHash, ({ standing, lifts }) =>
      standing !== null && same(standing, bar) ? { standing: null, lifts } : null,
    );
  }

  async lift(addressHash: string, at: string, reason: string): Promise<boolean> {
    return this.#change(addressHash, ({ standing, lifts }) =>
      standing === null ? null : { standing: null, lifts: [...lifts, { at, reason, lifted: standing }] },
    );
  }

  async of(addressHashes: readonly string[]): Promise<Map<string, Suppression>> {
    const items = await batchGet(this.#table, [...new Set(addressHashes)].map(barKey), true);
    const found = new Map<string, Suppression>();
    for (const item of items) {
      const suppression = suppressionOf(item);
      if (suppression !== null) found.set(suppression.addressHash, suppression);
    }
    return found;
  }

  async *all(): AsyncGenerator<Suppression[]> {
    for await (const page of inTurn(shards.map((shard) => this.pages(shard)))) {
      const suppressions = page.flatMap((item) => suppressionOf(item) ?? []);
      if (suppressions.length > 0) yield suppressions;
    }
  }

  async *lifts(): AsyncGenerator<Lift[]> {
    const sources = shards.map((shard) => this.#query(shard, 'attribute_exists(lifts)'));
    for await (const page of inTurn(sources)) {
      const lifts = page.flatMap((item) => {
        const addressHash = text(item, 'sk') ?? '';
        return barOf(item).lifts.map((lift): Lift => ({ addressHash, ...lift }));
      });
      if (lifts.length > 0) yield lifts;
    }
  }

  /** One shard's standing bars, in the order of their hashes. */
  pages(shard: string): AsyncGenerator<Item[]> {
    return this.#query(shard, 'attribute_exists(reason)');
  }

  #query(shard: string, filter: string): AsyncGenerator<Item[]> {
    return queryPages(this.#table, {
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: filter,
      ExpressionAttributeValues: { ':pk': { S: `bar#${shard}` } },
    });
  }

  /** @returns whether anything was written. */
  async #change(hash: string, decide: (bar: Bar) => Omit<Bar, 'version'> | null): Promise<boolean> {
    const { client, name: TableName } = this.#table;
    const key = barKey(hash);
    for (let tries = 1; ; tries += 1) {
      const { Item } = await client.send(new GetItemCommand({ TableName, Key: key, ConsistentRead: true }));
      const bar = Item === undefined ? noBar : barOf(Item);
      const next = decide(bar);
      if (next === null) return false;
      const { written } = await conditionally(
        client.send(
          new PutItemCommand({
            TableName,
            Item: { ...key, ...itemOf({ ...next, version: bar.version + 1 }) },
            ConditionExpression: 'attribute_not_exists(pk) OR version = :before',
            ExpressionAttributeValues: { ':before': { N: String(bar.version) } },
          }),
        ),
      );
      if (written) return true;
      await pause(tries);
    }
  }
}

/** The reason of a standing bar's item. */
export function reasonOf(item: Item): SuppressionReason {
  return text(item, 'reason') as SuppressionReason;
}

function barKey(hash: string): Key {
  return keyOf(`bar#${hash.charAt(0)}`, hash);
}

function barOf(item: Item): Bar {
  const suppression = suppressionOf(item);
  const { addressHash: _, ...standing } = suppression ?? { addressHash: '' };
  return {
    version: number(item, 'version'),
    standing: suppression === null ? null : (standing as Bar['standing']),
    lifts: JSON.parse(text(item, 'lifts') ?? '[]') as Bar['lifts'],
  };
}

function itemOf({ version, standing, lifts }: Bar): Item {
  return {
    version: { N: String(version) },
    ...(standing !== null && { reason: { S: standing.reason }, since: { S: standing.since } }),
    ...(standing !== null && standing.detail !== null && { detail: { S: standing.detail } }),
    ...(lifts.length > 0 && { lifts: { S: JSON.stringify(lifts) } }),
  };
}

function suppressionOf(item: Item): Suppression | null {
  if (item['reason'] === undefined) return null;
  return {
    addressHash: text(item, 'sk') ?? '',
    reason: reasonOf(item),
    detail: text(item, 'detail'),
    since: text(item, 'since') ?? '',
  };
}

function same(a: Omit<Suppression, 'addressHash'>, b: Omit<Suppression, 'addressHash'>): boolean {
  return a.reason === b.reason && a.since === b.since && a.detail === b.detail;
}
