import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PressrunError } from '../../core/errors.ts';
import type { Candidate } from '../../core/model/audience.ts';
import type { Subscriber, SubscriptionStatus } from '../../core/model/subscriber.ts';
import type { Lift, Suppression, SuppressionReason } from '../../core/model/suppression.ts';
import type { Dispatchable, SubscriberStore } from '../../core/ports.ts';
import { addressHash } from '../../core/text/hash.ts';
import { DynamoAddresses } from './dynamo-addresses.ts';
import { DynamoBars, reasonOf } from './dynamo-bars.ts';
import {
  batchGet,
  batchPut,
  conditionally,
  type Item,
  type Key,
  keyOf,
  number,
  pause,
  queryPages,
  requestsAtOnce,
  shardOf,
  shards,
  type Table,
  text,
} from './dynamo-table.ts';
import { inParallel, inTurn } from './parallel.ts';

/** A record as read, with the version that a write is conditional on. */
interface Versioned {
  subscriber: Subscriber;
  version: number;
}

/**
 * Subscribers and suppressions in DynamoDB, made for ten million: sixteen shards of every kind of item, so that no key is hot, and
 * nothing but writes conditional on single items.
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | the record, which is the truth | `subscriber#<shard of the id>` | id |
 * | who holds an address | `address#<shard>` | hash of the address |
 * | a standing, from which an audience is read | `standing#<newsletter>#<shard>` | hash of the address |
 * | a bar, and its lifts | `bar#<shard>` | hash of the address |
 *
 * Standings and bars of a shard come in one order, so an audience is read by merging the two, in memory that does not grow.
 * Where a process dies between two items the record decides: `dispatchable` reads it, strongly consistent.
 */
export function createDynamoSubscriberStore(table: Table): SubscriberStore {
  return new DynamoSubscriberStore(table);
}

class DynamoSubscriberStore implements SubscriberStore {
  readonly #table: Table;
  readonly #bars: DynamoBars;
  readonly #addresses: DynamoAddresses;

  constructor(table: Table) {
    this.#table = table;
    this.#bars = new DynamoBars(table);
    this.#addresses = new DynamoAddresses(table, async (id) => (await this.#read([id])).get(id)?.subscriber ?? null);
  }

  async *candidates(newsletter: string): AsyncGenerator<Candidate[]> {
    yield* guardedPages(inTurn(shards.map((shard) => this.#candidatesOf(newsletter, shard))));
  }

  dispatchable(ids: readonly string[]): Promise<ReadonlyMap<string, Dispatchable>> {
    return guarded(async () => {
      const records = [...(await this.#read(ids)).values()];
      const bars = await this.#bars.of(records.map(({ subscriber }) => addressHash(subscriber.email)));
      return new Map(
        records.map(({ subscriber }) => {
          const suppression = bars.get(addressHash(subscriber.email))?.reason ?? null;
          return [subscriber.id, { subscriber, suppression }];
        }),
      );
    });
  }

  byEmails(emails: readonly string[]): Promise<ReadonlyMap<string, Subscriber>> {
    return guarded(async () => {
      const found = await this.#byEmails(emails);
      return new Map([...found].map(([email, { subscriber }]) => [email, subscriber]));
    });
  }

  byId(id: string): Promise<Subscriber | null> {
    return guarded(async () => (await this.#read([id])).get(id)?.subscriber ?? null);
  }

  save(subscribers: readonly Subscriber[]): Promise<void> {
    return guarded(async () => {
      let left = subscribers;
      for (let tries = 1; left.length > 0; tries += 1) {
        if (tries > 1) await pause(tries);
        const before = await this.#read(left.map(({ id }) => id));
        const { taken, outrun } = await this.#write(left, before);
        if (taken) throw new PressrunError('SUBSCRIBERS_INVALID', 'Two subscribers would have one address.');
        left = outrun;
      }
    });
  }

  change(id: string, decide: (standing: Subscriber) => Subscriber | null): Promise<Subscriber | null> {
    return guarded(async () => {
      for (let tries = 1; ; tries += 1) {
        const before = await this.#read([id]);
        const standing = before.get(id)?.subscriber ?? null;
        const changed = standing === null ? null : decide(standing);
        if (changed === null) return standing;
        const { taken, outrun } = await this.#write([changed], before);
        if (taken) throw new PressrunError('SUBSCRIBERS_INVALID', 'Two subscribers would have one address.');
        if (outrun.length === 0) return changed;
        await pause(tries);
      }
    });
  }

  merge(
    emails: readonly string[],
    decide: (
      standing: ReadonlyMap<string, Subscriber>,
      barred: ReadonlyMap<string, SuppressionReason>,
    ) => readonly Subscriber[],
  ): Promise<void> {
    return guarded(async () => {
      const written = new Set<string>();
      for (let tries = 1; ; tries += 1) {
        const found = await this.#byEmails(emails);
        const bars = await this.#bars.of(emails.map(addressHash));
        const barred = new Map<string, SuppressionReason>();
        for (const email of emails) {
          const bar = bars.get(addressHash(email));
          if (bar !== undefined) barred.set(email, bar.reason);
        }
        const standing = new Map([...found].map(([email, { subscriber }]) => [email, subscriber]));
        // What an earlier round wrote is not written again, so that each is decided on once.
        const wanted = decide(standing, barred).filter(({ email }) => !written.has(addressHash(email)));
        const before = new Map([...found.values()].map((record) => [record.subscriber.id, record]));
        const { taken, outrun } = await this.#write(wanted, before);
        if (!taken) for (const one of wanted) if (!outrun.includes(one)) written.add(addressHash(one.email));
        if (!taken && outrun.length === 0) return;
        if (taken && tries >= 5)
          throw new PressrunError('SUBSCRIBERS_INVALID', 'Two subscribers would have one address.');
        await pause(tries);
      }
    });
  }

  async *all(): AsyncGenerator<Subscriber[]> {
    const sources = shards.map((shard) => this.#query(`subscriber#${shard}`));
    for await (const page of guardedPages(inTurn(sources))) {
      if (page.length > 0) yield page.map((item) => versionedOf(item).subscriber);
    }
  }

  delete(id: string): Promise<boolean> {
    return guarded(async () => {
      for (let tries = 1; ; tries += 1) {
        const standing = (await this.#read([id])).get(id);
        if (standing === undefined) return false;
        const { client, name: TableName } = this.#table;
        const { written } = await conditionally(
          client.send(
            new DeleteItemCommand({
              TableName,
              Key: recordKey(id),
              ConditionExpression: 'version = :before',
              ExpressionAttributeValues: { ':before': { N: String(standing.version) } },
            }),
          ),
        );
        if (written) {
          const { email, newsletters } = standing.subscriber;
          for (const { slug } of newsletters) await this.#dropStanding(slug, email, id, standing.version);
          await this.#addresses.release(addressHash(email), id);
          return true;
        }
        await pause(tries);
      }
    });
  }

  suppress(suppressions: readonly Suppression[]): Promise<void> {
    return guarded(() => this.#bars.suppress(suppressions));
  }

  withdraw(suppression: Suppression): Promise<boolean> {
    return guarded(() => this.#bars.withdraw(suppression));
  }

  suppressions(): AsyncIterable<readonly Suppression[]> {
    return guardedPages(this.#bars.all());
  }

  suppressionsOf(addressHashes: readonly string[]): Promise<ReadonlyMap<string, Suppression>> {
    return guarded(() => this.#bars.of(addressHashes));
  }

  lift(hash: string, at: string, reason: string): Promise<boolean> {
    return guarded(() => this.#bars.lift(hash, at, reason));
  }

  lifts(): AsyncIterable<readonly Lift[]> {
    return guardedPages(this.#bars.lifts());
  }

  /** One shard's candidates: its standings and its bars, merged in the order of the addresses' hashes. */
  async *#candidatesOf(newsletter: string, shard: string): AsyncGenerator<Candidate[]> {
    const bars = flat(this.#bars.pages(shard));
    let bar = await bars.next();
    for await (const page of this.#query(`standing#${newsletter}#${shard}`)) {
      const candidates: Candidate[] = [];
      for (const item of page) {
        const hash = text(item, 'sk') ?? '';
        while (bar.done !== true && (text(bar.value, 'sk') ?? '') < hash) bar = await bars.next();
        const barred = bar.done !== true && text(bar.value, 'sk') === hash;
        candidates.push({
          subscriberId: text(item, 'id') ?? '',
          email: text(item, 'email') ?? '',
          status: text(item, 'status') as SubscriptionStatus,
          suppression: barred && bar.done !== true ? reasonOf(bar.value) : null,
        });
      }
      if (candidates.length > 0) yield candidates;
    }
    await bars.return(undefined);
  }

  #query(pk: string): AsyncGenerator<Item[]> {
    const values = { ':pk': { S: pk } };
    return queryPages(this.#table, { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: values });
  }

  async #read(ids: readonly string[]): Promise<Map<string, Versioned>> {
    const items = await batchGet(this.#table, [...new Set(ids)].map(recordKey), true);
    return new Map(items.map((item) => [text(item, 'sk') ?? '', versionedOf(item)]));
  }

  async #byEmails(emails: readonly string[]): Promise<Map<string, Versioned>> {
    const holders = await this.#addresses.holders(emails.map(addressHash));
    const records = await this.#read([...holders.values()]);
    const found = new Map<string, Versioned>();
    for (const email of emails) {
      const record = records.get(holders.get(addressHash(email)) ?? '');
      if (record !== undefined && addressHash(record.subscriber.email) === addressHash(email)) found.set(email, record);
    }
    return found;
  }

  /**
   * Writes records over what stood when `before` was read. @returns `taken` where another holds an address: then nothing was
   * written; `outrun` are those that another write came before.
   */
  async #write(
    subscribers: readonly Subscriber[],
    before: ReadonlyMap<string, Versioned>,
  ): Promise<{ taken: boolean; outrun: Subscriber[] }> {
    const hashes = new Map(subscribers.map(({ id, email }) => [addressHash(email), id]));
    const ids = new Set(subscribers.map(({ id }) => id));
    if (hashes.size < ids.size) return { taken: true, outrun: [] };
    const moved = subscribers.filter(({ id, email }) => {
      const standing = before.get(id)?.subscriber;
      return standing === undefined || addressHash(standing.email) !== addressHash(email);
    });
    const takings = await inParallel(moved, requestsAtOnce, ({ id, email }) =>
      this.#addresses.take(addressHash(email), id),
    );
    const fresh = moved.filter((_, index) => takings[index] === 'new');
    if (takings.includes('other')) {
      await inParallel(fresh, requestsAtOnce, ({ id, email }) => this.#addresses.release(addressHash(email), id));
      return { taken: true, outrun: [] };
    }
    // An address that this very call took for an id that is not there yet: nobody else can be writing that record.
    const created = new Set(fresh.filter(({ id }) => !before.has(id)));
    await batchPut(
      this.#table,
      [...created].flatMap((one) => one.newsletters.map((each) => standingItem(one, each.slug, each.status, 1))),
    );
    await batchPut(
      this.#table,
      Array.from(created, (one) => recordItem(one, 1)),
    );
    const others = subscribers.filter((one) => !created.has(one));
    const replaced = await inParallel(others, requestsAtOnce, (one) => this.#replace(one, before.get(one.id) ?? null));
    return { taken: false, outrun: others.filter((_, index) => replaced[index] === false) };
  }

  /** Standings that are active go before the record, the others after it: who is active in a record is never without a standing. */
  async #replace(next: Subscriber, standing: Versioned | null): Promise<boolean> {
    const { client, name: TableName } = this.#table;
    const version = (standing?.version ?? 0) + 1;
    const active = next.newsletters.filter(({ status }) => status === 'active');
    for (const { slug, status } of active) await this.#putStanding(next, slug, status, version);
    const { written } = await conditionally(
      client.send(
        new PutItemCommand({
          TableName,
          Item: recordItem(next, version),
          ...(standing === null
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : {
                ConditionExpression: 'version = :before',
                ExpressionAttributeValues: { ':before': { N: String(standing.version) } },
              }),
        }),
      ),
    );
    if (!written) return false;
    for (const { slug, status } of next.newsletters) {
      if (status !== 'active') await this.#putStanding(next, slug, status, version);
    }
    if (standing === null) return true;
    const { email, newsletters } = standing.subscriber;
    const moved = addressHash(email) !== addressHash(next.email);
    const gone = newsletters.filter(({ slug }) => moved || !next.newsletters.some((each) => each.slug === slug));
    for (const { slug } of gone) await this.#dropStanding(slug, email, next.id, version);
    if (moved) await this.#addresses.release(addressHash(email), next.id);
    return true;
  }

  async #putStanding(subscriber: Subscriber, slug: string, status: SubscriptionStatus, version: number): Promise<void> {
    const put = new PutItemCommand({
      TableName: this.#table.name,
      Item: standingItem(subscriber, slug, status, version),
      ConditionExpression: 'attribute_not_exists(pk) OR id <> :id OR version <= :version',
      ExpressionAttributeValues: { ':id': { S: subscriber.id }, ':version': { N: String(version) } },
    });
    await conditionally(this.#table.client.send(put));
  }

  async #dropStanding(slug: string, email: string, id: string, version: number): Promise<void> {
    const drop = new DeleteItemCommand({
      TableName: this.#table.name,
      Key: standingKey(slug, email),
      ConditionExpression: 'id = :id AND version <= :version',
      ExpressionAttributeValues: { ':id': { S: id }, ':version': { N: String(version) } },
    });
    await conditionally(this.#table.client.send(drop));
  }
}

function recordKey(id: string): Key {
  return keyOf(`subscriber#${shardOf(id)}`, id);
}

function standingKey(slug: string, email: string): Key {
  const hash = addressHash(email);
  return keyOf(`standing#${slug}#${hash.charAt(0)}`, hash);
}

function recordItem({ id, email, ...rest }: Subscriber, version: number): Item {
  const attributes = { email: { S: email }, record: { S: JSON.stringify(rest) }, version: { N: String(version) } };
  return { ...recordKey(id), ...attributes };
}

function standingItem({ id, email }: Subscriber, slug: string, status: SubscriptionStatus, version: number): Item {
  const attributes = { id: { S: id }, email: { S: email }, status: { S: status }, version: { N: String(version) } };
  return { ...standingKey(slug, email), ...attributes };
}

function versionedOf(item: Item): Versioned {
  const rest = JSON.parse(text(item, 'record') ?? '') as Omit<Subscriber, 'id' | 'email'>;
  const subscriber = { id: text(item, 'sk') ?? '', email: text(item, 'email') ?? '', ...rest };
  return { subscriber, version: number(item, 'version') };
}

async function* flat(pages: AsyncGenerator<Item[]>): AsyncGenerator<Item> {
  for await (const page of pages) yield* page;
}

async function guarded<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (cause) {
    throw unavailable(cause);
  }
}

async function* guardedPages<Page>(pages: AsyncGenerator<Page>): AsyncGenerator<Page> {
  try {
    yield* pages;
  } catch (cause) {
    throw unavailable(cause);
  }
}

function unavailable(cause: unknown): PressrunError {
  if (cause instanceof PressrunError) return cause;
  return new PressrunError('STORE_UNAVAILABLE', 'The subscribers’ table did not answer.', { cause });
}
