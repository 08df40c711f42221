import { DeleteItemCommand, UpdateItemCommand, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { PressrunError } from '../../core/errors.ts';
import {
  type Claim,
  type ClaimAnswer,
  type EntryState,
  type Evidence,
  type LedgerCounts,
  type LedgerEntry,
  type OutcomeRecord,
  type Release,
  settledByEvidence,
} from '../../core/model/ledger.ts';
import type { Ledger } from '../../core/ports.ts';
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

const secondsPerDay = 86_400;

export interface DynamoLedgerOptions {
  /** How long entries are kept after their first write. Default: 180 days. */
  keepDays?: number;
}

/**
 * The ledger in DynamoDB: `pk` is the edition and a shard of the subscriber id, `sk` the subscriber id. Every write is a
 * conditional update of one item; nothing needs a transaction or an index. All reads are strongly consistent.
 *
 * @example const ledger = createDynamoLedger({ client, name: 'pressrun-prod-ledger' });
 */
export function createDynamoLedger(table: Table, options: DynamoLedgerOptions = {}): Ledger {
  return new DynamoLedger(table, options.keepDays ?? 180);
}

class DynamoLedger implements Ledger {
  readonly #table: Table;
  readonly #keepDays: number;

  constructor(table: Table, keepDays: number) {
    this.#table = table;
    this.#keepDays = keepDays;
  }

  async claim(editionId: string, claims: readonly Claim[]): Promise<ClaimAnswer[]> {
    return this.#each(claims, async ({ subscriberId, attemptId, claimedAt }) => {
      const { written, standing } = await this.#update(editionId, subscriberId, {
        UpdateExpression:
          'SET #state = :claimed, attemptId = :attempt, claimedAt = :at, expiresAt = if_not_exists(expiresAt, :expires)' +
          ' ADD attempts :one REMOVE decidedAt, detail',
        ConditionExpression: 'attribute_not_exists(pk) OR (#state = :deferred AND attemptId <> :attempt)',
        ExpressionAttributeValues: {
          ':claimed': { S: 'claimed' },
          ':deferred': { S: 'deferred' },
          ':attempt': { S: attemptId },
          ':at': { S: claimedAt },
          ':expires': this.#expiry(claimedAt),
          ':one': { N: '1' },
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      if (written) return { written, standing: null };
      const entry = standing === undefined ? await this.#one(editionId, subscriberId) : entryOf(standing);
      return { written, standing: entry };
    });
  }

  async record(editionId: string, outcomes: readonly OutcomeRecord[]): Promise<void> {
    await this.#each(outcomes, async ({ subscriberId, attemptId, state, decidedAt, providerMessageId, detail }) => {
      if (state === 'accepted') {
        return this.#accept({ editionId, subscriberId, attemptId, providerMessageId, at: decidedAt }, detail);
      }
      await this.#decide(editionId, { subscriberId, attemptId, state, at: decidedAt, detail });
    });
  }

  async withhold(editionId: string, withheld: readonly { subscriberId: string; at: string; detail: string }[]) {
    await this.#each(withheld, async ({ subscriberId, at, detail }) => {
      await this.#update(editionId, subscriberId, {
        UpdateExpression:
          'SET #state = :withheld, decidedAt = :at, detail = :detail, attempts = if_not_exists(attempts, :none),' +
          ' claimedAt = if_not_exists(claimedAt, :at), expiresAt = if_not_exists(expiresAt, :expires)',
        ConditionExpression: 'attribute_not_exists(pk) OR #state = :deferred',
        ExpressionAttributeValues: {
          ':withheld': { S: 'withheld' },
          ':deferred': { S: 'deferred' },
          ':at': { S: at },
          ':detail': { S: detail },
          ':none': { N: '0' },
          ':expires': this.#expiry(at),
        },
      });
    });
  }

  async read(editionId: string, subscriberIds: readonly string[]): Promise<ReadonlyMap<string, LedgerEntry>> {
    const keys = [...new Set(subscriberIds)].map((id) => entryKey(editionId, id));
    const items = await guarded(batchGet(this.#table, keys, true));
    return new Map(items.map((item) => [text(item, 'sk') ?? '', entryOf(item)]));
  }

  /** Reads first: a read costs a fifth of the write that most evidence, coming after Record, does not need. */
  async settle(evidence: readonly Evidence[]): Promise<void> {
    const keys = new Map(evidence.map((one) => [`${one.editionId}\n${one.subscriberId}`, one]));
    const items = await guarded(
      batchGet(
        this.#table,
        [...keys.values()].map(({ editionId, subscriberId }) => entryKey(editionId, subscriberId)),
        true,
      ),
    );
    const accepted = new Set(
      items
        .filter((item) => text(item, 'state') === 'accepted')
        .map((item) => `${editionOf(item)}\n${text(item, 'sk')}`),
    );
    const open = evidence.filter((one) => !accepted.has(`${one.editionId}\n${one.subscriberId}`));
    await this.#each(open, (one) => this.#accept(one, one.detail ?? settledByEvidence));
  }

  async closeClaims(editionId: string, claimedBefore: string, at: string, detail: string): Promise<number> {
    let closed = 0;
    for await (const page of this.entries(editionId, 'claimed')) {
      const dead = page.filter((entry) => entry.claimedAt < claimedBefore);
      const written = await this.#each(dead, ({ subscriberId, attemptId }) =>
        this.#decide(editionId, { subscriberId, attemptId, state: 'uncertain', at, detail }),
      );
      closed += written.filter(Boolean).length;
    }
    return closed;
  }

  async release(editionId: string, { subscriberId, attemptId, to, at, detail }: Release): Promise<boolean> {
    if (to === 'deferred') {
      return guarded(this.#decide(editionId, { subscriberId, attemptId, state: 'deferred', at, detail }));
    }
    const { written } = await guarded(
      conditionally(
        this.#table.client.send(
          new DeleteItemCommand({
            TableName: this.#table.name,
            Key: entryKey(editionId, subscriberId),
            ConditionExpression: 'attemptId = :attempt AND #state IN (:claimed, :uncertain)',
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: undecided(attemptId),
          }),
        ),
      ),
    );
    return written;
  }

  async *entries(editionId: string, state?: EntryState): AsyncGenerator<readonly LedgerEntry[]> {
    for await (const page of this.#pages(editionId, state)) {
      if (page.length > 0) yield page.map(entryOf);
    }
  }

  async count(editionId: string): Promise<LedgerCounts> {
    const counts: LedgerCounts = { claimed: 0, accepted: 0, rejected: 0, deferred: 0, uncertain: 0, withheld: 0 };
    for await (const page of this.#pages(editionId, undefined, '#state')) {
      for (const item of page) counts[text(item, 'state') as EntryState] += 1;
    }
    return counts;
  }

  /** The pages of all shards, read at once. */
  async *#pages(editionId: string, state: EntryState | undefined, projection?: string): AsyncGenerator<Item[]> {
    const sources = shards.map((shard) =>
      queryPages(this.#table, {
        KeyConditionExpression: 'pk = :pk',
        ConsistentRead: true,
        ...(projection !== undefined && { ProjectionExpression: projection }),
        ...(state !== undefined && { FilterExpression: '#state = :state' }),
        ...((state !== undefined || projection !== undefined) && { ExpressionAttributeNames: { '#state': 'state' } }),
        ExpressionAttributeValues: {
          ':pk': { S: partitionOf(editionId, shard) },
          ...(state !== undefined && { ':state': { S: state } }),
        },
      }),
    );
    try {
      yield* inTurn(sources);
    } catch (cause) {
      throw unavailable(cause);
    }
  }

  async #accept({ editionId, subscriberId, attemptId, providerMessageId, at }: Evidence, detail: string | null) {
    await this.#update(editionId, subscriberId, {
      UpdateExpression:
        'SET #state = :accepted, attemptId = :attempt, decidedAt = :at, attempts = if_not_exists(attempts, :one),' +
        ' claimedAt = if_not_exists(claimedAt, :at), expiresAt = if_not_exists(expiresAt, :expires)' +
        `${providerMessageId === null ? '' : ', providerMessageId = :message'}${detail === null ? '' : ', detail = :detail'}` +
        removals({ providerMessageId, detail }),
      ConditionExpression: 'attribute_not_exists(pk) OR #state <> :accepted',
      ExpressionAttributeValues: {
        ':accepted': { S: 'accepted' },
        ':attempt': { S: attemptId },
        ':at': { S: at },
        ':one': { N: '1' },
        ':expires': this.#expiry(at),
        ...(providerMessageId !== null && { ':message': { S: providerMessageId } }),
        ...(detail !== null && { ':detail': { S: detail } }),
      },
    });
  }

  async #decide(
    editionId: string,
    decision: { subscriberId: string; attemptId: string; state: EntryState; at: string; detail: string | null },
  ): Promise<boolean> {
    const { subscriberId, attemptId, state, at, detail } = decision;
    const { written } = await this.#update(editionId, subscriberId, {
      UpdateExpression: `SET #state = :state, decidedAt = :at${detail === null ? ' REMOVE detail' : ', detail = :detail'}`,
      ConditionExpression: 'attemptId = :attempt AND #state IN (:claimed, :uncertain)',
      ExpressionAttributeValues: {
        ...undecided(attemptId),
        ':state': { S: state },
        ':at': { S: at },
        ...(detail !== null && { ':detail': { S: detail } }),
      },
    });
    return written;
  }

  #update(
    editionId: string,
    subscriberId: string,
    update: Omit<UpdateItemCommandInput, 'TableName' | 'Key' | 'ExpressionAttributeNames'>,
  ) {
    const command = new UpdateItemCommand({
      TableName: this.#table.name,
      Key: entryKey(editionId, subscriberId),
      ExpressionAttributeNames: { '#state': 'state' },
      ...update,
    });
    return conditionally(this.#table.client.send(command));
  }

  async #one(editionId: string, subscriberId: string): Promise<LedgerEntry | null> {
    return (await this.read(editionId, [subscriberId])).get(subscriberId) ?? null;
  }

  #each<Input, Answer>(items: readonly Input[], work: (item: Input) => Promise<Answer>): Promise<Answer[]> {
    return guarded(inParallel(items, requestsAtOnce, work));
  }

  #expiry(at: string): { N: string } {
    return { N: String(Math.floor(Date.parse(at) / 1_000) + this.#keepDays * secondsPerDay) };
  }
}

function partitionOf(editionId: string, shard: string): string {
  return `ledger#${editionId}#${shard}`;
}

function entryKey(editionId: string, subscriberId: string): Key {
  return keyOf(partitionOf(editionId, shardOf(subscriberId)), subscriberId);
}

function editionOf(item: Item): string {
  return (text(item, 'pk') ?? '').slice('ledger#'.length, -'#0'.length);
}

function entryOf(item: Item): LedgerEntry {
  return {
    editionId: editionOf(item),
    subscriberId: text(item, 'sk') ?? '',
    state: text(item, 'state') as EntryState,
    attemptId: text(item, 'attemptId') ?? '',
    attempts: number(item, 'attempts'),
    claimedAt: text(item, 'claimedAt') ?? '',
    decidedAt: text(item, 'decidedAt'),
    providerMessageId: text(item, 'providerMessageId'),
    detail: text(item, 'detail'),
  };
}

function undecided(attemptId: string) {
  return { ':attempt': { S: attemptId }, ':claimed': { S: 'claimed' }, ':uncertain': { S: 'uncertain' } };
}

/** The REMOVE part for attributes that are null. */
function removals(attributes: Record<string, string | null>): string {
  const names = Object.keys(attributes).filter((name) => attributes[name] === null);
  return names.length === 0 ? '' : ` REMOVE ${names.join(', ')}`;
}

async function guarded<Answer>(work: Promise<Answer>): Promise<Answer> {
  try {
    return await work;
  } catch (cause) {
    throw unavailable(cause);
  }
}

function unavailable(cause: unknown): PressrunError {
  if (cause instanceof PressrunError) return cause;
  return new PressrunError('LEDGER_UNAVAILABLE', 'The ledger’s table did not answer.', { cause });
}
