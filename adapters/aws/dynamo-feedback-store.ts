import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { PressrunError } from '../../core/errors.ts';
import type { Feedback } from '../../core/model/feedback.ts';
import type { FeedbackStore } from '../../core/ports.ts';
import {
  batchGet,
  conditionally,
  type Item,
  type Key,
  keyOf,
  queryPages,
  requestsAtOnce,
  shardOf,
  shards,
  type Table,
  text,
} from './dynamo-table.ts';
import { inParallel, inTurn } from './parallel.ts';

const editionsPartition = 'feedback-editions';
/** Attributes that hold what was learned are named after its id. */
const prefix = 'f#';
const secondsPerDay = 86_400;

export interface DynamoFeedbackStoreOptions {
  /** How long feedback is kept after what it tells of. Default: 180 days. */
  keepDays?: number;
}

/**
 * Feedback in the ledger's table: one item an edition and recipient, with an attribute for each thing learned, written only where there is
 * none of that id. What was learned of one message at once is one write.
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | what was learned | `feedback#<edition>#<shard of the subscriber id>` | subscriber id |
 * | an edition that has feedback | `feedback-editions` | edition |
 */
export function createDynamoFeedbackStore(table: Table, options: DynamoFeedbackStoreOptions = {}): FeedbackStore {
  return new DynamoFeedbackStore(table, options.keepDays ?? 180);
}

class DynamoFeedbackStore implements FeedbackStore {
  readonly #table: Table;
  readonly #keepDays: number;
  /** Editions that this instance has noted. */
  readonly #noted = new Set<string>();

  constructor(table: Table, keepDays: number) {
    this.#table = table;
    this.#keepDays = keepDays;
  }

  add(feedback: readonly Feedback[]): Promise<Feedback[]> {
    return guarded(async () => {
      for (const editionId of new Set(feedback.map((each) => each.editionId))) await this.#note(editionId);
      const byRecipient = new Map<string, Map<string, Feedback>>();
      for (const each of feedback) {
        const key = `${each.editionId}\n${each.subscriberId}`;
        const group = byRecipient.get(key) ?? new Map<string, Feedback>();
        if (!group.has(each.id)) group.set(each.id, each);
        byRecipient.set(key, group);
      }
      const fresh = await inParallel([...byRecipient.values()], requestsAtOnce, (group) =>
        this.#write([...group.values()]),
      );
      const written = new Set(fresh.flat());
      // The same thing twice in one call is new once.
      return feedback.filter((each) => written.delete(each));
    });
  }

  async *of(editionId: string): AsyncGenerator<readonly Feedback[]> {
    const sources = shards.map((shard) => this.#query(`feedback#${editionId}#${shard}`));
    try {
      for await (const page of inTurn(sources)) {
        const feedback = page.flatMap(feedbackOf);
        if (feedback.length > 0) yield feedback;
      }
    } catch (cause) {
      throw unavailable(cause);
    }
  }

  ofSubscriber(subscriberId: string): Promise<Feedback[]> {
    return guarded(async () => {
      const keys: Key[] = [];
      for await (const page of this.#query(editionsPartition)) {
        keys.push(...page.map((item) => recipientKey(text(item, 'sk') ?? '', subscriberId)));
      }
      return (await batchGet(this.#table, keys, true)).flatMap(feedbackOf);
    });
  }

  /** @returns what was written: all of it, or what was not there yet. */
  async #write(group: readonly Feedback[]): Promise<Feedback[]> {
    const [first] = group;
    if (first === undefined || (await this.#put(group))) return [...group];
    if (group.length === 1) return [];
    const fresh: Feedback[] = [];
    for (const each of group) if (await this.#put([each])) fresh.push(each);
    return fresh;
  }

  /** Writes all, if none is there. */
  async #put(group: readonly Feedback[]): Promise<boolean> {
    const names = Object.fromEntries(group.map(({ id }, index) => [`#f${index}`, `${prefix}${id}`]));
    const values = Object.fromEntries(group.map((each, index) => [`:f${index}`, { S: JSON.stringify(each) }]));
    const latest = Math.max(...group.map(({ at }) => Date.parse(at)));
    const expiresAt = Math.floor(latest / 1_000) + this.#keepDays * secondsPerDay;
    const [{ editionId, subscriberId } = { editionId: '', subscriberId: '' }] = group;
    const { written } = await conditionally(
      this.#table.client.send(
        new UpdateItemCommand({
          TableName: this.#table.name,
          Key: recipientKey(editionId, subscriberId),
          UpdateExpression: `SET ${group.map((_, index) => `#f${index} = :f${index}`).join(', ')}, expiresAt = :expires`,
          ConditionExpression: group.map((_, index) => `attribute_not_exists(#f${index})`).join(' AND '),
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: { ...values, ':expires': { N: String(expiresAt) } },
        }),
      ),
    );
    return written;
  }

  /** An edition is noted before anything of it is written, so that `ofSubscriber` misses nothing. */
  async #note(editionId: string): Promise<void> {
    if (this.#noted.has(editionId)) return;
    await this.#table.client.send(
      new UpdateItemCommand({ TableName: this.#table.name, Key: keyOf(editionsPartition, editionId) }),
    );
    this.#noted.add(editionId);
  }

  #query(pk: string): AsyncGenerator<Item[]> {
    return queryPages(this.#table, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: pk } },
      ConsistentRead: true,
    });
  }
}

function recipientKey(editionId: string, subscriberId: string): Key {
  return keyOf(`feedback#${editionId}#${shardOf(subscriberId)}`, subscriberId);
}

function feedbackOf(item: Item): Feedback[] {
  return Object.keys(item)
    .filter((name) => name.startsWith(prefix))
    .map((name) => JSON.parse(text(item, name) ?? '') as Feedback);
}

async function guarded<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (cause) {
    throw unavailable(cause);
  }
}

function unavailable(cause: unknown): PressrunError {
  if (cause instanceof PressrunError) return cause;
  return new PressrunError('STORE_UNAVAILABLE', 'The table of feedback did not answer.', { cause });
}
