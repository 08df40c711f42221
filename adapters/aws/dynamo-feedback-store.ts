import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { PressrunError } from '../../core/errors.ts';
import {
  addTallies,
  emptyTally,
  type Feedback,
  type FeedbackTally,
  tallyOfMessage,
} from '../../core/model/feedback.ts';
import type { FeedbackStore } from '../../core/ports.ts';
import {
  batchGet,
  conditionally,
  type Item,
  type Key,
  keyOf,
  number,
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
const tallied = ['known', 'decided', 'bounced', 'complained'] as const;

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
 * | an edition that has feedback, with its tally | `feedback-editions` | edition |
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
      const groups = await inParallel([...byRecipient.values()], requestsAtOnce, (group) =>
        this.#write([...group.values()]),
      );
      const written = new Set(groups.flatMap(({ fresh }) => fresh));
      const tallies = new Map<string, FeedbackTally>();
      for (const { fresh, grown } of groups) {
        const editionId = fresh[0]?.editionId;
        if (editionId !== undefined) tallies.set(editionId, addTallies(tallies.get(editionId) ?? emptyTally, grown));
      }
      // After what is counted: a crash between leaves the tally a little short, and never counts twice.
      for (const [editionId, tally] of tallies) await this.#count(editionId, tally);
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

  tally(editionId: string): Promise<FeedbackTally> {
    return guarded(async () => {
      const { client, name: TableName } = this.#table;
      const Key = keyOf(editionsPartition, editionId);
      const { Item } = await client.send(new GetItemCommand({ TableName, Key }));
      if (Item === undefined) return emptyTally;
      const [known, decided] = [number(Item, 'known'), number(Item, 'decided')];
      return { known, decided, bounced: number(Item, 'bounced'), complained: number(Item, 'complained') };
    });
  }

  /** @returns what was written, all of it or what was not there yet, and by how much the message's tally grew. */
  async #write(group: readonly Feedback[]): Promise<{ fresh: Feedback[]; grown: FeedbackTally }> {
    const whole = await this.#put(group);
    if (whole !== null) return { fresh: [...group], grown: whole };
    const fresh: Feedback[] = [];
    let grown = emptyTally;
    for (const each of group.length === 1 ? [] : group) {
      const single = await this.#put([each]);
      if (single === null) continue;
      fresh.push(each);
      grown = addTallies(grown, single);
    }
    return { fresh, grown };
  }

  /** Writes all, if none is there. @returns by how much the message's tally grew; null where nothing was written. */
  async #put(group: readonly Feedback[]): Promise<FeedbackTally | null> {
    const names = Object.fromEntries(group.map(({ id }, index) => [`#f${index}`, `${prefix}${id}`]));
    const values = Object.fromEntries(group.map((each, index) => [`:f${index}`, { S: JSON.stringify(each) }]));
    const latest = Math.max(...group.map(({ at }) => Date.parse(at)));
    const expiresAt = Math.floor(latest / 1_000) + this.#keepDays * secondsPerDay;
    const [{ editionId, subscriberId } = { editionId: '', subscriberId: '' }] = group;
    const update = this.#table.client.send(
      new UpdateItemCommand({
        TableName: this.#table.name,
        Key: recipientKey(editionId, subscriberId),
        UpdateExpression: `SET ${group.map((_, index) => `#f${index} = :f${index}`).join(', ')}, expiresAt = :expires`,
        ConditionExpression: group.map((_, index) => `attribute_not_exists(#f${index})`).join(' AND '),
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ...values, ':expires': { N: String(expiresAt) } },
        ReturnValues: 'ALL_OLD',
      }),
    );
    const { written } = await conditionally(update);
    if (!written) return null;
    const before = feedbackOf((await update).Attributes ?? {});
    return addTallies(tallyOfMessage([...before, ...group]), tallyOfMessage(before), -1);
  }

  async #count(editionId: string, tally: FeedbackTally): Promise<void> {
    const changed = tallied.filter((name) => tally[name] !== 0);
    if (changed.length === 0) return;
    await this.#table.client.send(
      new UpdateItemCommand({
        TableName: this.#table.name,
        Key: keyOf(editionsPartition, editionId),
        UpdateExpression: `ADD ${changed.map((name) => `${name} :${name}`).join(', ')}`,
        ExpressionAttributeValues: Object.fromEntries(changed.map((name) => [`:${name}`, { N: String(tally[name]) }])),
      }),
    );
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
