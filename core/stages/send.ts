import { PressrunError } from '../errors.ts';
import type { Batch } from '../model/audience.ts';
import type { Claim, ClaimAnswer, OutcomeRecord } from '../model/ledger.ts';
import type { ComposedMessage } from '../model/message.ts';
import type { Answer, Hold, Outcome, OutcomeState } from '../model/outcome.ts';
import type { Clock, Dispatchable, Ids, Ledger, Mailer, Random, SubscriberStore } from '../ports.ts';
import { messageIdOf } from '../text/message-id.ts';
import { TokenBucket } from '../time/token-bucket.ts';
import { outcomeOf } from './outcome-of.ts';
import { neverConnected, SendWatch } from './send-watch.ts';
import { whyWithheld } from './withhold.ts';

/** Claims open at once in one worker: it bounds what a crash leaves uncertain. */
export const openClaimsLimit = 64;
const directiveMilliseconds = 250;
const lingerMilliseconds = 4;
const aheadSeconds = 0.25;
const attemptsPerCall = 8;

/** What a run is told while it sends. */
export type Directive = { go: true } | { go: false; why: 'stopped' } | { go: false; why: 'held'; hold: Hold };

/** Builds the message for one recipient. Pure. */
export type Compose = (recipient: Dispatchable, message: { messageId: string; at: string }) => ComposedMessage;

export interface SendPorts {
  ledger: Pick<Ledger, 'claim' | 'record' | 'withhold' | 'release'>;
  subscribers: Pick<SubscriberStore, 'dispatchable'>;
  mailer: Pick<Mailer, 'send'>;
  clock: Clock;
  ids: Ids;
  random: Random;
}

export interface SendOptions {
  newsletter: string;
  /** The newsletter's From address. */
  from: string;
  /** This worker's share, in messages a second; null: as fast as the mailer takes them. */
  ratePerSecond: number | null;
  /** Milliseconds since the epoch after which nothing is claimed and nothing is sent. */
  deadlineAt?: number;
  /** Asked before the first claim and then every quarter of a second. */
  directive?: () => Promise<Directive>;
  /** Told after every group of outcomes. */
  onProgress?: (tally: Readonly<Tally>) => void;
  /** Whom this deployment may write to. Default: anyone. */
  allows?: (address: string) => boolean;
  /** What has been seen in the batches before, where they are one run's. Default: nothing. */
  watch?: SendWatch;
}

/** How many recipients came to each outcome in this call; `passed` were decided before it. */
export type Tally = Record<OutcomeState | 'passed', number>;

export interface SendResult {
  /** Whether every recipient of the batch was decided or deferred beyond this call. */
  complete: boolean;
  ended: 'done' | 'stopped' | 'out-of-time' | 'held';
  hold: Hold | null;
  tally: Tally;
}

interface Attempt {
  subscriberId: string;
  messageId: string;
  attemptId: string;
  recipient: Dispatchable;
}

interface Retry {
  subscriberId: string;
  notBefore: number;
}

/**
 * Sends one batch, at most once a recipient: claim, act, record (DESIGN section 6).
 *
 * A recipient already in the ledger is passed over, except after `deferred`, when the provider took nothing. One
 * recipient's outcome never stops the others. Rejects only when going on would be unsafe: the ledger or the subscribers cannot be
 * read or written.
 *
 * @param batch - made by `partition`; its membership is never chosen again here.
 * @param compose - builds the message for one recipient; pure.
 * @throws {PressrunError} `LEDGER_UNAVAILABLE` when a claim or an outcome cannot be written.
 * @example
 * const { complete, tally } = await sendBatch(batch, compose, ports, { newsletter, from, ratePerSecond: 45 });
 */
export async function sendBatch(
  batch: Batch,
  compose: Compose,
  ports: SendPorts,
  options: SendOptions,
): Promise<SendResult> {
  return new Dispatch(batch, compose, ports, options).run();
}

/**
 * One passage over one batch. One loop claims and records, in groups; the sends run beside it. Nothing outlives the call.
 */
class Dispatch {
  readonly #batch: Batch;
  readonly #compose: Compose;
  readonly #ports: SendPorts;
  readonly #options: SendOptions;
  readonly #bucket: TokenBucket | null;
  readonly #watch: SendWatch;
  readonly #tally: Tally = { accepted: 0, rejected: 0, deferred: 0, uncertain: 0, withheld: 0, passed: 0 };
  readonly #attempts = new Map<string, number>();
  #cursor = 0;
  #retries: Retry[] = [];
  /** Claims whose outcome is not recorded yet. */
  #open = 0;
  /** Claims that wait for their turn to be sent. */
  #queued = 0;
  readonly #outcomes: OutcomeRecord[] = [];
  /** Claims that will not be sent after all. */
  readonly #unsent: Attempt[] = [];
  #lingerUntil = 0;
  #directiveAt = Number.NEGATIVE_INFINITY;
  #latest = Number.NEGATIVE_INFINITY;
  /** By how much the clock was put back, in milliseconds. */
  #putBack = 0;
  #told = { at: Number.NaN, text: '' };
  #turn: Promise<void> = Promise.resolve();
  #wake: () => void = () => {};
  #ended: SendResult['ended'] | null = null;
  #hold: Hold | null = null;
  #failure: { error: unknown } | null = null;

  constructor(batch: Batch, compose: Compose, ports: SendPorts, options: SendOptions) {
    this.#batch = batch;
    this.#compose = compose;
    this.#ports = ports;
    this.#options = options;
    this.#watch = options.watch ?? new SendWatch();
    this.#bucket = options.ratePerSecond === null ? null : new TokenBucket(options.ratePerSecond);
  }

  async run(): Promise<SendResult> {
    for (let going = true; going; ) {
      try {
        going = await this.#step();
      } catch (error) {
        // What is in flight is waited for and recorded as far as it can be: nothing outlives the call.
        if (this.#failure !== null) break;
        this.#failure = { error };
        this.#end('stopped');
      }
    }
    while (this.#inFlight() > 0) await this.#rest();
    if (this.#failure !== null) {
      await this.#record().catch(() => {});
      throw this.#failure.error;
    }
    const ended = this.#ended ?? 'done';
    return { complete: ended === 'done', ended, hold: this.#hold, tally: this.#tally };
  }

  /** Does the next thing. @returns false when there is nothing more to do. */
  async #step(): Promise<boolean> {
    await this.#heed();
    if (this.#unsent.length > 0) await this.#takeBack();
    else if (this.#mustRecord()) await this.#record();
    else if (this.#mayClaim()) await this.#claimNext();
    else if (this.#open === 0 && (this.#ended !== null || this.#nothingLeft())) return false;
    else await this.#rest();
    return true;
  }

  /** The time that waits and deadlines rest on: it goes on where it was when the clock is put back. */
  get #now(): number {
    const wall = this.#ports.clock.now();
    this.#putBack = Math.max(this.#putBack, this.#latest - wall);
    this.#latest = wall + this.#putBack;
    return this.#latest;
  }

  #inFlight(): number {
    return this.#open - this.#outcomes.length - this.#unsent.length;
  }

  #nothingLeft(): boolean {
    return this.#cursor >= this.#batch.subscriberIds.length && this.#retries.length === 0;
  }

  /** Looks whether to go on: at the deadline each time, at the directive every so often. */
  async #heed(): Promise<void> {
    if (this.#ended !== null) return;
    if (this.#options.deadlineAt !== undefined && this.#now >= this.#options.deadlineAt) {
      this.#end('out-of-time');
      return;
    }
    const { directive } = this.#options;
    if (directive === undefined || this.#now - this.#directiveAt < directiveMilliseconds) return;
    this.#directiveAt = this.#now;
    const answer = await directive();
    if (!answer.go) this.#end(answer.why, answer.why === 'held' ? answer.hold : null);
  }

  #end(why: Exclude<SendResult['ended'], 'done'>, hold: Hold | null = null): void {
    if (this.#ended === 'held') return;
    this.#ended = why;
    this.#hold = hold;
  }

  /** Whether nothing more may be handed over. Asked right before every send. */
  #over(): boolean {
    const { deadlineAt } = this.#options;
    return this.#ended !== null || (deadlineAt !== undefined && this.#now >= deadlineAt);
  }

  #mustRecord(): boolean {
    const waiting = this.#outcomes.length;
    return waiting > 0 && (waiting >= openClaimsLimit / 2 || waiting === this.#open || this.#now >= this.#lingerUntil);
  }

  /** How many may be claimed now: what is free, and no more than about a quarter of a second's worth ahead. */
  #groupSize(): number {
    const free = openClaimsLimit - this.#open;
    const worthwhile = free >= openClaimsLimit / 2 || this.#open === 0;
    if (this.#options.ratePerSecond === null) return worthwhile ? free : 0;
    const ahead = Math.max(1, Math.floor(this.#options.ratePerSecond * aheadSeconds));
    return this.#queued > ahead / 2 ? 0 : Math.min(free, ahead - this.#queued);
  }

  #mayClaim(): boolean {
    if (this.#ended !== null || this.#groupSize() === 0) return false;
    return (
      this.#cursor < this.#batch.subscriberIds.length || this.#retries.some((retry) => retry.notBefore <= this.#now)
    );
  }

  #nextIds(): string[] {
    const size = this.#groupSize();
    const due = this.#retries.filter((retry) => retry.notBefore <= this.#now).slice(0, size);
    if (due.length > 0) this.#retries = this.#retries.filter((retry) => !due.includes(retry));
    const fresh = this.#batch.subscriberIds.slice(this.#cursor, this.#cursor + size - due.length);
    this.#cursor += fresh.length;
    return [...due.map((retry) => retry.subscriberId), ...fresh];
  }

  /** Reads who they are now, leaves out those who left, claims the rest, and lets their sends begin. */
  async #claimNext(): Promise<void> {
    const ids = this.#nextIds();
    const known = await this.#persist('read', () => this.#ports.subscribers.dispatchable(ids));
    const attempts: Attempt[] = [];
    const withheld: { subscriberId: string; at: string; detail: string }[] = [];
    for (const subscriberId of ids) {
      const recipient = known.get(subscriberId);
      const detail = whyWithheld(recipient, this.#options);
      if (recipient === undefined || detail !== null) {
        withheld.push({ subscriberId, at: this.#instant(), detail: detail ?? '' });
      } else {
        const messageId = messageIdOf(this.#batch.editionId, subscriberId);
        attempts.push({ subscriberId, messageId, attemptId: this.#ports.ids.next(), recipient });
      }
    }
    if (withheld.length > 0) await this.#withhold(withheld);
    if (attempts.length === 0) return;
    for (const attempt of await this.#claim(attempts)) void this.#act(attempt);
  }

  async #withhold(withheld: { subscriberId: string; at: string; detail: string }[]): Promise<void> {
    await this.#persist('withhold', () => this.#ports.ledger.withhold(this.#batch.editionId, withheld));
    this.#tally.withheld += withheld.length;
    this.#options.onProgress?.(this.#tally);
  }

  /** @returns the attempts that this very call claimed. */
  async #claim(attempts: Attempt[]): Promise<Attempt[]> {
    const claimedAt = this.#instant();
    const claims: Claim[] = attempts.map(({ subscriberId, attemptId }) => ({ subscriberId, attemptId, claimedAt }));
    const answers = await this.#persist('claim', () => this.#ports.ledger.claim(this.#batch.editionId, claims));
    const mine = attempts.filter((attempt, index) => isOwn(attempt, answers[index]));
    this.#open += mine.length;
    this.#queued += mine.length;
    this.#tally.passed += attempts.length - mine.length;
    return mine;
  }

  /** Hands one message over, in its turn. Never rejects. */
  async #act(attempt: Attempt): Promise<void> {
    // Composed before its turn comes, so that nothing stands between the token and the handing over.
    const composed = this.#composed(attempt);
    if (this.#bucket !== null) {
      this.#turn = this.#turn.then(() => this.#token());
      await this.#turn;
    }
    this.#queued -= 1;
    if (this.#over()) this.#unsent.push(attempt);
    else if ('state' in composed) this.#decide(attempt, composed);
    else this.#decide(attempt, await this.#handOver(attempt, composed));
    this.#wake();
  }

  /** The message; or its outcome, where none can be made: nothing was handed over. */
  #composed({ recipient, messageId }: Attempt): ComposedMessage | Outcome {
    try {
      return this.#compose(recipient, { messageId, at: this.#instant() });
    } catch (error) {
      return { state: 'deferred', detail: `could not be composed: ${words(error)}`, throttled: false, hold: null };
    }
  }

  /** Waits until this worker's rate allows one more message, or nothing more may be sent. */
  async #token(): Promise<void> {
    const { clock } = this.#ports;
    while (!this.#over()) {
      const wait = this.#bucket?.take(this.#now) ?? 0;
      if (wait <= 0) break;
      await clock.sleep(Math.min(wait, directiveMilliseconds));
    }
    this.#wake();
  }

  async #handOver(attempt: Attempt, message: ComposedMessage): Promise<Outcome> {
    const { editionId } = this.#batch;
    const { newsletter, from } = this.#options;
    const { subscriberId, messageId, attemptId, recipient } = attempt;
    const to = recipient.subscriber.email;
    const outgoing = { editionId, newsletter, subscriberId, messageId, attemptId, from, to, message };
    // A mailer never rejects; one that does has a fault, and what it did with the message is not known.
    const answer = await this.#ports.mailer
      .send(outgoing)
      .catch((error: unknown): Answer => ({ kind: 'broken', detail: words(error) }));
    return outcomeOf(answer, { from, to });
  }

  #decide(attempt: Attempt, outcome: Outcome): void {
    const { subscriberId, attemptId } = attempt;
    if (this.#outcomes.length === 0) this.#lingerUntil = this.#now + lingerMilliseconds;
    const accepted = outcome.state === 'accepted';
    this.#outcomes.push({
      subscriberId,
      attemptId,
      state: outcome.state,
      decidedAt: this.#instant(),
      providerMessageId: accepted ? outcome.providerMessageId : null,
      detail: accepted ? null : outcome.detail,
    });
    const hold = this.#watch.see(outcome, this.#now);
    if (hold !== null) this.#end('held', hold);
    if (outcome.state === 'deferred') this.#tryAgain(subscriberId, outcome);
  }

  /** Comes back to a recipient of whom the provider took nothing, after backing off; a few times a call. */
  #tryAgain(subscriberId: string, outcome: Extract<Outcome, { state: 'deferred' }>): void {
    const { random } = this.#ports;
    if (outcome.throttled) this.#bucket?.throttled(this.#now, random());
    const attempts = (this.#attempts.get(subscriberId) ?? 0) + 1;
    this.#attempts.set(subscriberId, attempts);
    if (attempts >= attemptsPerCall || !(outcome.throttled || neverConnected(outcome))) return;
    const delay = Math.min(30_000, 500 * 2 ** (attempts - 1)) * (0.5 + random() / 2);
    this.#retries.push({ subscriberId, notBefore: this.#now + delay });
  }

  async #record(): Promise<void> {
    const outcomes = this.#outcomes.slice();
    await this.#persist('record', () => this.#ports.ledger.record(this.#batch.editionId, outcomes));
    this.#outcomes.splice(0, outcomes.length);
    this.#open -= outcomes.length;
    for (const { state } of outcomes) this.#tally[state] += 1;
    this.#options.onProgress?.(this.#tally);
  }

  /** Claimed and never handed over: the recipients are unattempted again. */
  async #takeBack(): Promise<void> {
    const attempt = this.#unsent[0];
    if (attempt === undefined) return;
    const { subscriberId, attemptId } = attempt;
    const release = {
      subscriberId,
      attemptId,
      to: 'unattempted',
      at: this.#instant(),
      detail: 'not handed over',
    } as const;
    await this.#persist('release', () => this.#ports.ledger.release(this.#batch.editionId, release));
    this.#unsent.shift();
    this.#open -= 1;
  }

  /** Waits for the next outcome, and no longer than until something is due. */
  async #rest(): Promise<void> {
    const now = this.#now;
    const due = [now + directiveMilliseconds];
    if (this.#outcomes.length > 0) due.push(this.#lingerUntil);
    if (this.#ended === null) due.push(...this.#retries.map((retry) => retry.notBefore));
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    await Promise.race([woken, this.#ports.clock.sleep(Math.max(1, Math.min(...due) - now))]);
    this.#wake = () => {};
  }

  /** Tries hard: the same call with the same attempt ids is always safe. */
  async #persist<T>(what: string, write: () => Promise<T>): Promise<T> {
    const { clock, random } = this.#ports;
    const triesAllowed = what === 'record' ? 8 : 4;
    for (let tries = 1; ; tries += 1) {
      try {
        return await write();
      } catch (cause) {
        if (tries >= triesAllowed || this.#failure !== null) {
          const message = `The ledger of ${this.#batch.editionId} failed ${tries} times: ${what}.`;
          throw new PressrunError('LEDGER_UNAVAILABLE', message, { cause });
        }
        await clock.sleep(Math.min(5_000, 50 * 2 ** tries) * (0.5 + random() / 2));
      }
    }
  }

  /** The clock's time as text; made once a millisecond, for it is asked for several times a message. */
  #instant(): string {
    const now = this.#ports.clock.now();
    if (now !== this.#told.at) this.#told = { at: now, text: new Date(now).toISOString() };
    return this.#told.text;
  }
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Only the attempt that this very call wrote counts as claimed. After an acknowledgement was lost the condition fails
 * against one's own row, and that row is told by its attempt id.
 */
function isOwn(attempt: Attempt, answer: ClaimAnswer | undefined): boolean {
  if (answer === undefined) return false;
  if (answer.written) return true;
  return answer.standing?.attemptId === attempt.attemptId && answer.standing.state === 'claimed';
}
