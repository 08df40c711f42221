/** Why an address is barred. */
export const suppressionReasons = ['bounce', 'complaint', 'unsubscribe', 'manual'] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

/** A standing bar on an address, for every newsletter. It outlives the subscriber and wins over any import. */
export interface Suppression {
  /** SHA-256, in hex, of the address in lower case, so that a forgotten person stays barred. */
  addressHash: string;
  reason: SuppressionReason;
  /** What brought it about, such as the provider's diagnostic; never an address. */
  detail: string | null;
  since: string;
}

/** An operator's word that an address may be written to again. */
export interface Lift {
  addressHash: string;
  at: string;
  /** Why, in the operator's words. */
  reason: string;
  /** The bar that was taken away. */
  lifted: Omit<Suppression, 'addressHash'>;
}

/**
 * Which of two bars on one address stands: manual before complaint before bounce before unsubscribe, and of two for one reason the
 * elder. The answer does not depend on the order of the two, so events may come in any.
 */
export function weightierSuppression(a: Suppression, b: Suppression): Suppression {
  const weights = [suppressionWeights[a.reason] - suppressionWeights[b.reason]];
  weights.push(compare(b.since, a.since), compare(b.detail ?? '', a.detail ?? ''));
  return (weights.find((weight) => weight !== 0) ?? 0) >= 0 ? a : b;
}

/** The heavier wins. */
export const suppressionWeights: Record<SuppressionReason, number> = {
  manual: 4,
  complaint: 3,
  bounce: 2,
  unsubscribe: 1,
};

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
