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

const pageSize = 50;

/** A ledger in memory. Each call happens at once, when it is made. */
export class MemoryLedger implements Ledger {
  readonly #editions = new Map<string, Map<string, LedgerEntry>>();

  #of(editionId: string): Map<string, LedgerEntry> {
    let entries = this.#editions.get(editionId);
    if (entries === undefined) {
      entries = new Map();
      this.#editions.set(editionId, entries);
    }
    return entries;
  }

  /** The entry as it stands, not a copy. */
  peek(editionId: string, subscriberId: string): LedgerEntry | undefined {
    return this.#editions.get(editionId)?.get(subscriberId);
  }

  async claim(editionId: string, claims: readonly Claim[]): Promise<ClaimAnswer[]> {
    return claims.map((claim) => this.#claimOne(editionId, claim));
  }

  #claimOne(editionId: string, { subscriberId, attemptId, claimedAt }: Claim): ClaimAnswer {
    const entries = this.#of(editionId);
    const standing = entries.get(subscriberId);
    if (standing !== undefined && (standing.state !== 'deferred' || standing.attemptId === attemptId)) {
      return { written: false, standing: { ...standing } };
    }
    const attempts = (standing?.attempts ?? 0) + 1;
    entries.set(subscriberId, {
      editionId,
      subscriberId,
      state: 'claimed',
      attemptId,
      attempts,
      claimedAt,
      decidedAt: null,
      providerMessageId: null,
      detail: null,
    });
    return { written: true, standing: null };
  }

  async record(editionId: string, outcomes: readonly OutcomeRecord[]): Promise<void> {
    for (const { subscriberId, attemptId, state, decidedAt, providerMessageId, detail } of outcomes) {
      if (state === 'accepted') {
        this.#accept(editionId, subscriberId, attemptId, decidedAt, providerMessageId, detail);
        continue;
      }
      const entry = this.#open(editionId, subscriberId, attemptId);
      if (entry !== undefined) Object.assign(entry, { state, decidedAt, providerMessageId, detail });
    }
  }

  #open(editionId: string, subscriberId: string, attemptId: string): LedgerEntry | undefined {
    const entry = this.#of(editionId).get(subscriberId);
    return entry?.attemptId === attemptId && (entry.state === 'claimed' || entry.state === 'uncertain')
      ? entry
      : undefined;
  }

  #accept(
    editionId: string,
    subscriberId: string,
    attemptId: string,
    at: string,
    providerMessageId: string | null,
    detail: string | null,
  ) {
    const entries = this.#of(editionId);
    const standing = entries.get(subscriberId);
    if (standing?.state === 'accepted') return;
    entries.set(subscriberId, {
      editionId,
      subscriberId,
      state: 'accepted',
      attemptId,
      attempts: standing?.attempts ?? 1,
      claimedAt: standing?.claimedAt ?? at,
      decidedAt: at,
      providerMessageId,
      detail,
    });
  }

  async withhold(
    editionId: string,
    withheld: readonly { subscriberId: string; at: string; detail: string }[],
  ): Promise<void> {
    for (const { subscriberId, at, detail } of withheld) {
      const entries = this.#of(editionId);
      const standing = entries.get(subscriberId);
      if (standing === undefined) {
        entries.set(subscriberId, {
          editionId,
          subscriberId,
          state: 'withheld',
          attemptId: '',
          attempts: 0,
          claimedAt: at,
          decidedAt: at,
          providerMessageId: null,
          detail,
        });
      } else if (standing.state === 'deferred') {
        Object.assign(standing, { state: 'withheld', decidedAt: at, detail });
      }
    }
  }

  async read(editionId: string, subscriberIds: readonly string[]): Promise<ReadonlyMap<string, LedgerEntry>> {
    const found = new Map<string, LedgerEntry>();
    for (const id of subscriberIds) {
      const entry = this.peek(editionId, id);
      if (entry !== undefined) found.set(id, { ...entry });
    }
    return found;
  }

  async settle(evidence: readonly Evidence[]): Promise<void> {
    for (const { editionId, subscriberId, attemptId, providerMessageId, at, detail = settledByEvidence } of evidence) {
      this.#accept(editionId, subscriberId, attemptId, at, providerMessageId, detail);
    }
  }

  async closeClaims(editionId: string, claimedBefore: string, at: string, detail: string): Promise<number> {
    let closed = 0;
    for (const entry of this.#of(editionId).values()) {
      if (entry.state !== 'claimed' || entry.claimedAt >= claimedBefore) continue;
      Object.assign(entry, { state: 'uncertain', decidedAt: at, detail });
      closed += 1;
    }
    return closed;
  }

  async release(editionId: string, { subscriberId, attemptId, to, at, detail }: Release): Promise<boolean> {
    const entry = this.#open(editionId, subscriberId, attemptId);
    if (entry === undefined) return false;
    if (to === 'unattempted') this.#of(editionId).delete(subscriberId);
    else Object.assign(entry, { state: 'deferred', decidedAt: at, detail });
    return true;
  }

  async *entries(editionId: string, state?: EntryState): AsyncGenerator<readonly LedgerEntry[]> {
    const all = [...this.#of(editionId).values()].map((entry) => ({ ...entry }));
    const found = state === undefined ? all : all.filter((entry) => entry.state === state);
    for (let at = 0; at < found.length; at += pageSize) yield found.slice(at, at + pageSize);
  }

  async count(editionId: string): Promise<LedgerCounts> {
    const counts: LedgerCounts = { claimed: 0, accepted: 0, rejected: 0, deferred: 0, uncertain: 0, withheld: 0 };
    for (const entry of this.#of(editionId).values()) counts[entry.state] += 1;
    return counts;
  }
}
