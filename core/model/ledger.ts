import type { OutcomeState } from './outcome.ts';

/** `claimed` is an open claim: it counts as uncertain. */
export type EntryState = 'claimed' | OutcomeState;

/** The ledger's truth about one recipient of one edition. */
export interface LedgerEntry {
  editionId: string;
  subscriberId: string;
  state: EntryState;
  /** Of the latest attempt; fresh and random for each. Empty for `withheld` without an attempt. */
  attemptId: string;
  /** How many attempts were claimed. */
  attempts: number;
  claimedAt: string;
  /** When the outcome was recorded; null while the claim is open. */
  decidedAt: string | null;
  providerMessageId: string | null;
  /** Why: the provider's words, or what settled it. Never an address. */
  detail: string | null;
}

/** A claim to be written before sending. */
export interface Claim {
  subscriberId: string;
  attemptId: string;
  claimedAt: string;
}

/** Who holds a recipient after a conditional write: the entry that stands, and whether this write put it there. */
export interface ClaimAnswer {
  written: boolean;
  /** As read, strongly consistent, where the condition failed; null when the writer already knows it is its own. */
  standing: LedgerEntry | null;
}

/** An outcome to be written over an open claim of the same attempt. */
export interface OutcomeRecord {
  subscriberId: string;
  attemptId: string;
  state: Exclude<OutcomeState, 'withheld'>;
  decidedAt: string;
  providerMessageId: string | null;
  detail: string | null;
}

/** Proof that the provider took an attempt. */
export interface Evidence {
  editionId: string;
  subscriberId: string;
  attemptId: string;
  providerMessageId: string | null;
  at: string;
  /** Kept with the entry. Default: `settled by evidence`. */
  detail?: string;
}

/** What an entry says that proof settled. */
export const settledByEvidence = 'settled by evidence';

/** Entries by state. An edition's recipients without an entry are unattempted. */
export type LedgerCounts = Record<EntryState, number>;

/** Taking an attempt back. */
export interface Release {
  subscriberId: string;
  attemptId: string;
  to: 'unattempted' | 'deferred';
  at: string;
  detail: string;
}
