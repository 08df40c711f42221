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
import type { Database } from './sqlite-database.ts';

/** The ledger's table, for `openDatabase`. */
export const ledgerSchema = `
  CREATE TABLE IF NOT EXISTS ledger (
    edition_id TEXT NOT NULL,
    subscriber_id TEXT NOT NULL,
    state TEXT NOT NULL,
    attempt_id TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    claimed_at TEXT NOT NULL,
    decided_at TEXT,
    provider_message_id TEXT,
    detail TEXT,
    PRIMARY KEY (edition_id, subscriber_id)
  ) WITHOUT ROWID`;

const pageSize = 5_000;

const columns = `edition_id AS editionId, subscriber_id AS subscriberId, state, attempt_id AS attemptId, attempts,
  claimed_at AS claimedAt, decided_at AS decidedAt, provider_message_id AS providerMessageId, detail`;

function prepare(database: Database) {
  return {
    read: database.prepare(`SELECT ${columns} FROM ledger WHERE edition_id = ? AND subscriber_id = ?`),
    claim: database.prepare(`
      INSERT INTO ledger (edition_id, subscriber_id, state, attempt_id, attempts, claimed_at)
      VALUES (?, ?, 'claimed', ?, 1, ?)
      ON CONFLICT (edition_id, subscriber_id) DO UPDATE
      SET state = 'claimed', attempt_id = excluded.attempt_id, attempts = ledger.attempts + 1,
          claimed_at = excluded.claimed_at, decided_at = NULL, detail = NULL
      WHERE ledger.state = 'deferred' AND ledger.attempt_id <> excluded.attempt_id`),
    accept: database.prepare(`
      INSERT INTO ledger (edition_id, subscriber_id, state, attempt_id, attempts, claimed_at, decided_at,
                          provider_message_id, detail)
      VALUES (?1, ?2, 'accepted', ?3, 1, ?4, ?4, ?5, ?6)
      ON CONFLICT (edition_id, subscriber_id) DO UPDATE
      SET state = 'accepted', attempt_id = excluded.attempt_id, decided_at = excluded.decided_at,
          provider_message_id = excluded.provider_message_id, detail = excluded.detail
      WHERE ledger.state <> 'accepted'`),
    decide: database.prepare(`
      UPDATE ledger SET state = ?, decided_at = ?, provider_message_id = ?, detail = ?
      WHERE edition_id = ? AND subscriber_id = ? AND attempt_id = ? AND state IN ('claimed', 'uncertain')`),
    withhold: database.prepare(`
      INSERT INTO ledger (edition_id, subscriber_id, state, attempt_id, attempts, claimed_at, decided_at, detail)
      VALUES (?1, ?2, 'withheld', '', 0, ?3, ?3, ?4)
      ON CONFLICT (edition_id, subscriber_id) DO UPDATE
      SET state = 'withheld', decided_at = excluded.decided_at, detail = excluded.detail
      WHERE ledger.state = 'deferred'`),
    close: database.prepare(`
      UPDATE ledger SET state = 'uncertain', decided_at = ?, detail = ?
      WHERE edition_id = ? AND state = 'claimed' AND claimed_at < ?`),
    forgetAttempt: database.prepare(`
      DELETE FROM ledger
      WHERE edition_id = ? AND subscriber_id = ? AND attempt_id = ? AND state IN ('claimed', 'uncertain')`),
    deferAttempt: database.prepare(`
      UPDATE ledger SET state = 'deferred', decided_at = ?, detail = ?
      WHERE edition_id = ? AND subscriber_id = ? AND attempt_id = ? AND state IN ('claimed', 'uncertain')`),
    page: database.prepare(`
      SELECT ${columns} FROM ledger WHERE edition_id = ? AND subscriber_id > ? ORDER BY subscriber_id LIMIT ?`),
    pageInState: database.prepare(`
      SELECT ${columns} FROM ledger WHERE edition_id = ? AND subscriber_id > ? AND state = ?
      ORDER BY subscriber_id LIMIT ?`),
    count: database.prepare('SELECT state, count(*) AS count FROM ledger WHERE edition_id = ? GROUP BY state'),
  };
}

/** A row as libsql gives it has a field of its own beside the columns. */
function entryOf(row: unknown): LedgerEntry {
  const { editionId, subscriberId, state, attemptId, attempts, claimedAt, decidedAt, providerMessageId, detail } =
    row as LedgerEntry;
  return { editionId, subscriberId, state, attemptId, attempts, claimedAt, decidedAt, providerMessageId, detail };
}

/**
 * The ledger in SQLite. Every call is one transaction, synced when it is acknowledged; a call that rejects wrote nothing.
 *
 * @example const ledger = createSqliteLedger(openDatabase(file, [ledgerSchema]));
 */
export function createSqliteLedger(database: Database): Ledger {
  return new SqliteLedger(database);
}

class SqliteLedger implements Ledger {
  readonly #database: Database;
  readonly #sql: ReturnType<typeof prepare>;

  constructor(database: Database) {
    this.#database = database;
    this.#sql = prepare(database);
  }

  async claim(editionId: string, claims: readonly Claim[]): Promise<ClaimAnswer[]> {
    return this.#write(() =>
      claims.map(({ subscriberId, attemptId, claimedAt }) => {
        const written = this.#sql.claim.run(editionId, subscriberId, attemptId, claimedAt).changes === 1;
        return { written, standing: written ? null : this.#entry(editionId, subscriberId) };
      }),
    );
  }

  async record(editionId: string, outcomes: readonly OutcomeRecord[]): Promise<void> {
    this.#write(() => {
      for (const { subscriberId, attemptId, state, decidedAt, providerMessageId, detail } of outcomes) {
        if (state === 'accepted') {
          this.#sql.accept.run(editionId, subscriberId, attemptId, decidedAt, providerMessageId, detail);
        } else {
          this.#sql.decide.run(state, decidedAt, providerMessageId, detail, editionId, subscriberId, attemptId);
        }
      }
    });
  }

  async withhold(editionId: string, withheld: readonly { subscriberId: string; at: string; detail: string }[]) {
    this.#write(() => {
      for (const { subscriberId, at, detail } of withheld) this.#sql.withhold.run(editionId, subscriberId, at, detail);
    });
  }

  async read(editionId: string, subscriberIds: readonly string[]): Promise<ReadonlyMap<string, LedgerEntry>> {
    const entries = new Map<string, LedgerEntry>();
    for (const subscriberId of subscriberIds) {
      const entry = this.#entry(editionId, subscriberId);
      if (entry !== null) entries.set(subscriberId, entry);
    }
    return entries;
  }

  async settle(evidence: readonly Evidence[]): Promise<void> {
    this.#write(() => {
      for (const {
        editionId,
        subscriberId,
        attemptId,
        providerMessageId,
        at,
        detail = settledByEvidence,
      } of evidence) {
        this.#sql.accept.run(editionId, subscriberId, attemptId, at, providerMessageId, detail);
      }
    });
  }

  async closeClaims(editionId: string, claimedBefore: string, at: string, detail: string): Promise<number> {
    return this.#write(() => this.#sql.close.run(at, detail, editionId, claimedBefore).changes);
  }

  async release(editionId: string, { subscriberId, attemptId, to, at, detail }: Release): Promise<boolean> {
    return this.#write(() => {
      if (to === 'unattempted') return this.#sql.forgetAttempt.run(editionId, subscriberId, attemptId).changes === 1;
      return this.#sql.deferAttempt.run(at, detail, editionId, subscriberId, attemptId).changes === 1;
    });
  }

  async *entries(editionId: string, state?: EntryState): AsyncGenerator<readonly LedgerEntry[]> {
    for (let after = ''; ; ) {
      const rows =
        state === undefined
          ? this.#sql.page.all(editionId, after, pageSize)
          : this.#sql.pageInState.all(editionId, after, state, pageSize);
      const page = rows.map(entryOf);
      if (page.length > 0) yield page;
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) return;
      after = last.subscriberId;
    }
  }

  async count(editionId: string): Promise<LedgerCounts> {
    const counts: LedgerCounts = { claimed: 0, accepted: 0, rejected: 0, deferred: 0, uncertain: 0, withheld: 0 };
    for (const row of this.#sql.count.all(editionId) as { state: EntryState; count: number }[]) {
      counts[row.state] = row.count;
    }
    return counts;
  }

  #entry(editionId: string, subscriberId: string): LedgerEntry | null {
    const row = this.#sql.read.get(editionId, subscriberId);
    return row === undefined ? null : entryOf(row);
  }

  /** One transaction that takes the write lock at once, so that what it reads is what it decides on. */
  #write<T>(work: () => T): T {
    try {
      return this.#database.transaction(work).immediate() as T;
    } catch (cause) {
      throw new PressrunError('LEDGER_UNAVAILABLE', 'The database did not take a write.', { cause });
    }
  }
}
