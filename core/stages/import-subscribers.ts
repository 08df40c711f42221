import { PressrunError, type Problem } from '../errors.ts';
import { normaliseAddress, parseMailbox } from '../model/mailbox.ts';
import type { Subscriber } from '../model/subscriber.ts';
import type { SubscriberRow } from '../model/subscriber-row.ts';
import type { Suppression, SuppressionReason } from '../model/suppression.ts';
import type { SubscriberRows, SubscriberStore } from '../ports.ts';
import { AddressSet } from '../text/address-set.ts';
import { canonicalJson } from '../text/canonical-json.ts';
import { addressHash } from '../text/hash.ts';
import { shown } from '../text/problems.ts';
import { mergeRow } from './merge-row.ts';

/** What became of the rows. `rows = added + updated + unchanged + duplicates + barred + refused`. */
export interface ImportCounts {
  rows: number;
  added: number;
  /** Subscribers that were there, and changed. */
  updated: number;
  unchanged: number;
  /** Rows whose address came earlier in the same file; they were merged. */
  duplicates: number;
  /** Rows whose address is suppressed, or is from now on because the row says that it bounced or complained. */
  barred: number;
  refused: number;
  /** Values that were left out of rows that were taken. */
  remarks: number;
  /** Of the added: those whose row made them active. */
  active: number;
}

/** How far an import has come. All before it is stored. */
export interface ImportPosition {
  /** The line of the last row that is done with. */
  line: number;
  counts: ImportCounts;
  /** What the ids of those added begin with. */
  runId: string;
}

export interface ImportRequest {
  newsletter: string;
  /** How these people agreed; kept with each of them. */
  consentSource: string;
  /** ISO 8601 UTC. */
  at: string;
  /** As the user knows it; for problems. */
  file: string;
  /** Fresh, in `[A-Za-z0-9_-]`, at most 40 characters: ids are made from it, so that rows of one import lie together in every index. */
  runId: string;
  /** Stores nothing. */
  dryRun?: boolean;
  /** Where an earlier import of the same file ended. */
  resume?: ImportPosition | null;
  /** Rows that are stored at once. Default 2,000: few enough to be young in memory when they go, and an unsubscribe does not wait for them. */
  groupSize?: number;
}

export interface ImportListener {
  refused?(problem: Problem): void;
  remark?(problem: Problem): void;
  /** After each group. `bytes` of the input are read. */
  progress?(progress: { bytes: number; counts: Readonly<ImportCounts> }): void;
  /** A group is stored: an import that ends after it can go on from there. */
  stored?(position: ImportPosition): Promise<void>;
}

/**
 * Takes readers in.
 *
 * Rows with one address, compared without regard to case, are one person: values that a later row has win, empty ones never do, and the first
 * spelling of the address stays. Of two standings the more restrained wins, whether the other is in the file or
 * in the store: an import never makes anyone active who is pending or has left. A suppressed address is not stored. Doing it again changes nothing.
 *
 * @throws {PressrunError} `USAGE` without a consent source; whatever `groups` throws.
 */
export async function importSubscribers(
  groups: AsyncIterable<SubscriberRows>,
  request: ImportRequest,
  ports: { subscribers: SubscriberStore },
  listener: ImportListener = {},
): Promise<ImportCounts> {
  if (request.consentSource.trim() === '') {
    throw new PressrunError('USAGE', 'Say with --consent-source how these people agreed to get the newsletter.');
  }
  const run = new ImportRun(request, ports.subscribers, listener);
  const after = request.resume?.line ?? 0;
  for await (const { rows, refused, remarks, bytes } of groups) {
    for (const problem of remarks) if ((problem.line ?? 0) > after) run.remark(problem);
    // In the order of their lines, so that whatever is before a stored row is done with.
    let next = 0;
    const refuseBefore = (line: number) => {
      for (let problem = refused[next]; problem !== undefined && (problem.line ?? 0) < line; problem = refused[next]) {
        if ((problem.line ?? 0) > after) run.refuse(problem);
        next += 1;
      }
    };
    for (const row of rows) {
      if (row.line <= after) continue;
      refuseBefore(row.line);
      run.take(row);
      if (run.waiting >= (request.groupSize ?? 2_000)) await run.store(bytes);
    }
    refuseBefore(Number.POSITIVE_INFINITY);
    if (run.waiting === 0) run.progress(bytes);
  }
  await run.store(null);
  return run.counts;
}

interface Waiting {
  row: SubscriberRow;
  email: string;
}

class ImportRun {
  readonly counts: ImportCounts;
  readonly #request: ImportRequest;
  readonly #store: SubscriberStore;
  readonly #listener: ImportListener;
  readonly #runId: string;
  readonly #seenWhenDry: AddressSet | null;
  #waiting: Waiting[] = [];
  #bars: Suppression[] = [];
  #line: number;
  #bytes = 0;

  constructor(request: ImportRequest, store: SubscriberStore, listener: ImportListener) {
    const none = {
      rows: 0,
      added: 0,
      updated: 0,
      unchanged: 0,
      duplicates: 0,
      barred: 0,
      refused: 0,
      remarks: 0,
      active: 0,
    };
    this.counts = { ...(request.resume?.counts ?? none) };
    this.#request = request;
    this.#store = store;
    this.#listener = listener;
    this.#runId = request.resume?.runId ?? request.runId;
    this.#line = request.resume?.line ?? 0;
    this.#seenWhenDry = request.dryRun === true ? new AddressSet() : null;
  }

  get waiting(): number {
    return this.#waiting.length + this.#bars.length;
  }

  refuse(problem: Problem): void {
    this.counts.rows += 1;
    this.counts.refused += 1;
    this.#line = problem.line ?? this.#line;
    this.#listener.refused?.(problem);
  }

  remark(problem: Problem): void {
    this.counts.remarks += 1;
    this.#listener.remark?.(problem);
  }

  take(row: SubscriberRow): void {
    this.#line = row.line;
    const email = normaliseAddress(row.email) ?? (row.email.includes('<') ? parseMailbox(row.email)?.address : null);
    if (email === null || email === undefined) {
      const { line, emailColumn } = row;
      const allowed = row.email.trim() === '' ? 'an address' : 'one address, as name@domain';
      this.refuse({
        file: this.#request.file,
        line,
        column: emailColumn.number,
        field: emailColumn.name,
        got: shown(row.email),
        allowed,
      });
      return;
    }
    const { status } = row;
    if (status === 'bounce' || status === 'complaint' || status === 'manual') {
      this.#bar(email, status);
    } else this.#waiting.push({ row, email });
  }

  progress(bytes: number): void {
    this.#bytes = bytes;
    this.#listener.progress?.({ bytes, counts: this.counts });
  }

  async store(bytes: number | null): Promise<void> {
    const group = this.#waiting;
    this.#waiting = [];
    if (this.#request.dryRun === true) await this.#judgeOnly(group);
    else {
      const bars = this.#bars;
      if (bars.length > 0) await this.#store.suppress(bars);
      await this.#merge(group);
      await this.#listener.stored?.({ line: this.#line, counts: { ...this.counts }, runId: this.#runId });
    }
    this.#bars = [];
    this.progress(bytes ?? this.#bytes);
  }

  #bar(email: string, reason: 'bounce' | 'complaint' | 'manual'): void {
    this.counts.rows += 1;
    this.counts.barred += 1;
    const detail = `imported from ${this.#request.consentSource}`;
    this.#bars.push({ addressHash: addressHash(email), reason, detail, since: this.#request.at });
  }

  async #merge(group: readonly Waiting[]): Promise<void> {
    if (group.length === 0) return;
    const emails = group.map(({ email }) => email);
    let decided: Decided | null = null;
    await this.#store.merge(emails, (standing, barred) => {
      // May run again: only the last answer counts.
      decided = this.#decide(group, standing, barred);
      return decided.write;
    });
    if (decided !== null) this.#add(decided);
  }

  async #judgeOnly(all: readonly Waiting[]): Promise<void> {
    const hashes = new Map(all.map(({ email }) => [email, addressHash(email)]));
    const bars = await this.#store.suppressionsOf([...new Set(hashes.values())]);
    const barred = new Map<string, SuppressionReason>();
    for (const [email, hash] of hashes) {
      const bar = bars.get(hash);
      if (bar !== undefined) barred.set(email, bar.reason);
    }
    // Those of earlier groups are not in the store, as they would be.
    const seen = new Map<string, boolean>();
    for (const email of hashes.keys()) {
      const key = email.toLowerCase();
      if (!barred.has(email) && !seen.has(key)) seen.set(key, this.#seenWhenDry?.add(email) === false);
    }
    const group = all.filter(({ email }) => seen.get(email.toLowerCase()) !== true);
    const standing = await this.#store.byEmails(group.map(({ email }) => email));
    const decided = this.#decide(group, standing, barred);
    decided.counts.duplicates += all.length - group.length;
    this.#add(decided);
  }

  #decide(
    group: readonly Waiting[],
    standing: ReadonlyMap<string, Subscriber>,
    barred: ReadonlyMap<string, SuppressionReason>,
  ): Decided {
    const { newsletter, consentSource, at } = this.#request;
    const counts = { added: 0, updated: 0, unchanged: 0, duplicates: 0, barred: 0, active: 0 };
    const merged = new Map<string, { before: Subscriber | null; now: Subscriber }>();
    for (const { row, email } of group) {
      if (barred.has(email)) {
        counts.barred += 1;
        continue;
      }
      const key = email.toLowerCase();
      const earlier = merged.get(key);
      const before = earlier === undefined ? (standing.get(email) ?? null) : earlier.before;
      const found = earlier?.now ?? before;
      const id = `${this.#runId}${row.line.toString(36).padStart(6, '0')}`;
      // Of this very row, where an import died after storing it.
      const own = before?.id === id;
      if (earlier !== undefined || (!own && this.#isFresh(before))) counts.duplicates += 1;
      else if (before === null || own) {
        counts.added += 1;
        if (row.status === 'active') counts.active += 1;
      }
      merged.set(key, { before, now: mergeRow(found, { ...row, email }, { id, newsletter, consentSource, at }) });
    }
    const write: Subscriber[] = [];
    for (const { before, now } of merged.values()) {
      const unchanged = before !== null && sameRecord(before, now);
      if (!unchanged) write.push(now);
      if (before === null || this.#isFresh(before)) continue;
      if (unchanged) counts.unchanged += 1;
      else counts.updated += 1;
    }
    return { write, counts };
  }

  /** Whether somebody was added by this import. */
  #isFresh(subscriber: Subscriber | null): boolean {
    return subscriber?.id.startsWith(this.#runId) === true;
  }

  #add({ counts }: Decided): void {
    this.counts.rows += counts.added + counts.updated + counts.unchanged + counts.duplicates + counts.barred;
    for (const name of ['added', 'updated', 'unchanged', 'duplicates', 'barred', 'active'] as const) {
      this.counts[name] += counts[name];
    }
  }
}

/** Rows of one address may change a person and change them back: what counts is where that ends. */
function sameRecord(before: Subscriber, now: Subscriber): boolean {
  return before === now || canonicalJson(before) === canonicalJson(now);
}

interface Decided {
  write: Subscriber[];
  counts: Pick<ImportCounts, 'added' | 'updated' | 'unchanged' | 'duplicates' | 'barred' | 'active'>;
}
