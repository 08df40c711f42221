import type { Problem } from './errors.ts';
import type { Article } from './model/article.ts';
import type { Candidate } from './model/audience.ts';
import type { PastEdition } from './model/edition.ts';
import type { Feedback, FeedbackTally, ProviderEvent } from './model/feedback.ts';
import type {
  Claim,
  ClaimAnswer,
  Evidence,
  LedgerCounts,
  LedgerEntry,
  OutcomeRecord,
  Release,
} from './model/ledger.ts';
import type { OutgoingMessage } from './model/message.ts';
import type { Answer } from './model/outcome.ts';
import type { FittedPicture, PictureType } from './model/picture.ts';
import type { Run } from './model/run.ts';
import type { Subscriber } from './model/subscriber.ts';
import type { SubscriberRow } from './model/subscriber-row.ts';
import type { Lift, Suppression, SuppressionReason } from './model/suppression.ts';

/** The time. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after at least `milliseconds`. */
  sleep(milliseconds: number): Promise<void>;
}

/** Fresh identity: every call differs from every other, on every machine. */
export interface Ids {
  /** At least 96 random bits, in `[A-Za-z0-9_-]`. */
  next(): string;
}

/** Numbers in [0, 1), for jitter. */
export type Random = () => number;

/** Articles, one version each. */
export interface ArticleStore {
  /**
   * Stores the article unless the one that is there has a newer `updatedAt` (or `publishedAt` without one).
   * @returns `unchanged` where the same content is there already, `kept-newer` where what is there is newer.
   */
  put(article: Article): Promise<'added' | 'updated' | 'unchanged' | 'kept-newer'>;
  get(id: string): Promise<Article | null>;
  /** Every article, in no order. One that cannot be read is given to `onUnreadable` and passed over. */
  all(onUnreadable?: (file: string, error: unknown) => void): AsyncIterable<Article>;
}

/** The write-once store of what each stage produced. Names are paths of `[A-Za-z0-9._/-]`. */
export interface Archive {
  /**
   * Writes under a name that nothing has yet. The same bytes again are no conflict.
   * @throws {PressrunError} `ARCHIVE_CONFLICT` when other bytes stand there; what stands is not touched.
   */
  put(editionId: string, name: string, bytes: Uint8Array | string): Promise<void>;
  /** @returns null where there is nothing of that name. */
  get(editionId: string, name: string): Promise<Uint8Array | null>;
  /** Names beginning with `prefix`, sorted. */
  list(editionId: string, prefix: string): Promise<string[]>;
}

/** A piece of an import, as it comes from the reader. */
export interface SubscriberRows {
  rows: SubscriberRow[];
  /** Rows that are left out. */
  refused: Problem[];
  /** Values that are left out of rows that are taken. */
  remarks: Problem[];
  /** Bytes of the input read so far, for progress. */
  bytes: number;
}

/** A subscriber as they stand at dispatch. */
export interface Dispatchable {
  subscriber: Subscriber;
  suppression: SuppressionReason | null;
}

/** Subscribers and suppressions. */
export interface SubscriberStore {
  /** Everyone with a standing in the newsletter, in pages, in an order that does not change while nobody is written. */
  candidates(newsletter: string): AsyncIterable<readonly Candidate[]>;
  /** Strongly consistent. Those that are gone are absent from the map. */
  dispatchable(ids: readonly string[]): Promise<ReadonlyMap<string, Dispatchable>>;
  /** Keyed by the addresses as asked; compared without regard to case. */
  byEmails(emails: readonly string[]): Promise<ReadonlyMap<string, Subscriber>>;
  byId(id: string): Promise<Subscriber | null>;
  /** Writes whole records, all or none. @throws {PressrunError} when two ids would share an address. */
  save(subscribers: readonly Subscriber[]): Promise<void>;
  /**
   * Reads one, gives it to `decide`, and writes what that returns (null: nothing) with no other write in between, so that
   * nobody's leaving is undone by a write that had read them before. `decide` is pure: it may be called again.
   * @returns the record as it now stands; null where there is none of that id.
   */
  change(id: string, decide: (standing: Subscriber) => Subscriber | null): Promise<Subscriber | null>;
  /**
   * The same for many addresses: `decide` gets who stands under them, as `byEmails` does, and who of those is barred, and
   * returns the records to write.
   */
  merge(
    emails: readonly string[],
    decide: (
      standing: ReadonlyMap<string, Subscriber>,
      barred: ReadonlyMap<string, SuppressionReason>,
    ) => readonly Subscriber[],
  ): Promise<void>;
  all(): AsyncIterable<readonly Subscriber[]>;
  /** @returns whether there was one. */
  delete(id: string): Promise<boolean>;
  /**
   * Bars addresses. Of two bars on one address the weightier stands (`weightierSuppression`), in whatever order they come. One that is not
   * younger than the address's last lift changes nothing.
   */
  suppress(suppressions: readonly Suppression[]): Promise<void>;
  /** Takes back a bar that was wrong, where exactly it stands, and leaves no trace. @returns whether it stood. */
  withdraw(suppression: Suppression): Promise<boolean>;
  suppressions(): AsyncIterable<readonly Suppression[]>;
  suppressionsOf(addressHashes: readonly string[]): Promise<ReadonlyMap<string, Suppression>>;
  /** Takes the bar away, and keeps that and why it was done. @returns whether there was one. */
  lift(addressHash: string, at: string, reason: string): Promise<boolean>;
  /** Every lift there was, in no order. */
  lifts(): AsyncIterable<readonly Lift[]>;
}

/**
 * The truth about every message: one entry an edition and subscriber. Every write is conditional on the single entry, and
 * is durable when it is acknowledged. A call that rejects may have written all, some or none; calling again with the
 * same arguments is always safe.
 */
export interface Ledger {
  /**
   * Writes open claims. Each is written where there is no entry, or where the entry is `deferred` and its attempt is
   * another; nowhere else. Answers are in the order of the claims, and where the condition failed carry the entry that
   * stands, read strongly consistent.
   */
  claim(editionId: string, claims: readonly Claim[]): Promise<ClaimAnswer[]>;
  /**
   * Writes each outcome where the entry is of the same attempt and is its open claim, or was judged `uncertain` while the
   * attempt was out. `accepted` is evidence, and is written whatever stands, unless that is `accepted` already.
   */
  record(editionId: string, outcomes: readonly OutcomeRecord[]): Promise<void>;
  /** Writes `withheld` where there is no entry, or where it is `deferred`. */
  withhold(editionId: string, withheld: readonly { subscriberId: string; at: string; detail: string }[]): Promise<void>;
  /** Strongly consistent; recipients without an entry are absent. */
  read(editionId: string, subscriberIds: readonly string[]): Promise<ReadonlyMap<string, LedgerEntry>>;
  /** Makes each accepted, whatever it was and whichever attempt stands; makes an entry where there is none. Idempotent. */
  settle(evidence: readonly Evidence[]): Promise<void>;
  /** Open claims claimed before `claimedBefore` become `uncertain`. @returns how many. */
  closeClaims(editionId: string, claimedBefore: string, at: string, detail: string): Promise<number>;
  /**
   * Takes an open or uncertain entry of exactly this attempt back: to `unattempted` (the entry goes) on proof that the
   * provider did not take it, to `deferred` on an operator's word that it be sent again.
   * @returns whether the entry was such a one.
   */
  release(editionId: string, released: Release): Promise<boolean>;
  /** Every entry, or those in one state, in pages. */
  entries(editionId: string, state?: LedgerEntry['state']): AsyncIterable<readonly LedgerEntry[]>;
  count(editionId: string): Promise<LedgerCounts>;
}

/** Runs and what is asked of them. */
export interface RunStore {
  get(editionId: string): Promise<Run | null>;
  put(run: Run): Promise<void>;
  /** Newest first. */
  list(newsletter?: string): Promise<Run[]>;
  requestStop(editionId: string, at: string): Promise<void>;
  stopRequested(editionId: string): Promise<boolean>;
  clearStop(editionId: string): Promise<void>;
  /** Editions of a newsletter that were or are being sent, each with its articles. */
  history(newsletter: string): Promise<PastEdition[]>;
  remember(newsletter: string, edition: PastEdition): Promise<void>;
}

/** What the provider allows. */
export interface SendQuota {
  /** Recipients a second; null: no limit. */
  maxPerSecond: number | null;
  /** Recipients left in the 24 hours; null: no limit. */
  remaining: number | null;
}

/** Where messages go. */
export interface Mailer {
  /**
   * Hands one message to the provider, once: no retry of any kind. Never rejects. Describes what came back; `outcomeOf`
   * judges it.
   */
  send(message: OutgoingMessage): Promise<Answer>;
  quota(): Promise<SendQuota>;
  /**
   * What became of an attempt whose answer was lost. A mailer that cannot know has no such method, or says `unknown`.
   */
  evidence?(attempt: EvidenceQuery): Promise<'accepted' | 'refused' | 'unknown'>;
}

export interface EvidenceQuery {
  editionId: string;
  subscriberId: string;
  messageId: string;
  attemptId: string;
}

/** The secret keys behind readers' links. */
export interface TokenKeys {
  /** The newest first; all are honoured. Which of them signs is for `signingFirst` to say. */
  all(): Promise<readonly StoredTokenKey[]>;
}

export interface StoredTokenKey {
  id: string;
  secret: Uint8Array;
  /** Null for the one that a deployment was made with. */
  createdAt: string | null;
}

/** Token keys that can be rotated. */
export interface RotatingTokenKeys extends TokenKeys {
  /** Adds a fresh key; the older ones are still honoured. @returns its id. */
  rotate(): Promise<string>;
}

/** One template file. */
export interface TemplateFile {
  /** As an error names it. */
  path: string;
  source: string;
}

/** Templates by name, partials among them. */
export interface TemplateSource {
  /**
   * The file of an edition template: a name of `templates/editions`, or a path beside the config. `.mjml` is the HTML part, `.txt` the text part.
   * @returns null where there is none.
   */
  edition(name: string, part: 'mjml' | 'txt'): Promise<TemplateFile | null>;
  /** The file of a partial. @returns null where there is none. */
  partial(name: string): Promise<TemplateFile | null>;
}

/** Counts what may happen only so often, such as letters to one address. Keys are no one's address. */
export interface Limits {
  /** Counts one more. @returns whether it is within `times` in `perSeconds`; what is not does not count. */
  take(key: string, times: number, perSeconds: number): Promise<boolean>;
}

/** Something that keeps data of persons, beside the subscribers themselves. */
export interface Eraser {
  /** Removes whatever it keeps of the person. @returns what that was, in a few words, and how many. */
  erase(person: { subscriberId: string; email: string }): Promise<{ what: string; count: number }>;
}

/** What was learned of messages, each thing once. */
export interface FeedbackStore {
  /** Keeps what is not there yet, by id. @returns what was new, in the order given. */
  add(feedback: readonly Feedback[]): Promise<Feedback[]>;
  /** Everything of an edition, in pages, in no order. */
  of(editionId: string): AsyncIterable<readonly Feedback[]>;
  /** Everything of a subscriber, in no order. */
  ofSubscriber(subscriberId: string): Promise<Feedback[]>;
  /** How many of an edition's messages were delivered, bounced and complained of. Cheap, whatever the edition's size. */
  tally(editionId: string): Promise<FeedbackTally>;
}

/** What came of one request that said it was the provider's. */
export type InletAnswer =
  /** It was: here is what it tells. */
  | { kind: 'told'; events: ProviderEvent[] }
  /** It was, and wanted nothing kept: the inlet was joined to a topic, say. */
  | { kind: 'noted'; note: string }
  /** It was not, or cannot be read. */
  | { kind: 'refused'; reason: string }
  /** It cannot be told now; the provider may ask again. */
  | { kind: 'later'; reason: string };

/** Where a provider tells by HTTP what became of messages. */
export interface FeedbackInlet {
  /** Reads the body of one request, whoever it is from. Never rejects. What it answers names no address. */
  read(body: string): Promise<InletAnswer>;
}

/** Something asked of a picture, and what came of it; `why` is a few words for a person. */
export type PictureAnswer<T> = { ok: true; value: T } | { ok: false; why: string };

/** Pictures on the web. */
export interface PictureSource {
  /**
   * Fetches what stands at an http or https URL, from a public address alone, within the limits of its making. Never rejects.
   * Articles come from outside: whoever writes a URL must not reach what only this machine can.
   */
  fetch(url: string): Promise<PictureAnswer<Uint8Array>>;
}

/** Makes pictures fit for mail. */
export interface PictureEditor {
  /**
   * Makes a picture no wider than `width` pixels, never larger than it is, upright, without metadata. The same bytes give the same
   * bytes. Never rejects: what is broken, or unfolds to too many pixels, is answered.
   */
  fit(bytes: Uint8Array, type: PictureType, width: number): Promise<PictureAnswer<FittedPicture>>;
}
