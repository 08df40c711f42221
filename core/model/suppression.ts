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
