import type { SubscriptionStatus } from './subscriber.ts';
import type { SuppressionReason } from './suppression.ts';

/** Why a candidate is not a recipient. */
export type ExclusionReason =
  | Exclude<SubscriptionStatus, 'active'>
  | `suppressed: ${SuppressionReason}`
  | 'not allowed on this deployment'
  | `not in the segment: ${string}`;

/** Someone with a standing in the newsletter, as `select` sees them. */
export interface Candidate {
  subscriberId: string;
  email: string;
  status: SubscriptionStatus;
  suppression: SuppressionReason | null;
  /** The rule of the newsletter's segment that keeps them out, in words. */
  outside?: string;
}

/** A candidate left out, with the reason. */
export interface Exclusion {
  subscriberId: string;
  reason: ExclusionReason;
}

/**
 * Who an edition is for, frozen when selected: counts and the number of batches. The batches and the exclusions stand
 * beside it in the archive. `candidates = recipients + exclusions`, always.
 */
export interface Audience {
  editionId: string;
  selectedAt: string;
  candidates: number;
  recipients: number;
  exclusions: number;
  exclusionsByReason: Record<string, number>;
  batches: number;
  /** Where in the edition's archive the batches stand: a fresh one for every selection that was begun. */
  prefix: string;
}

/** A numbered slice of an audience: ids only. Address, fields and status are read just before the claim. */
export interface Batch {
  editionId: string;
  /** From 1. */
  number: number;
  subscriberIds: readonly string[];
}
