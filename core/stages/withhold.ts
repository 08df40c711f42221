import type { Dispatchable } from '../ports.ts';

/**
 * Why a recipient of a frozen audience gets nothing after all; null when they do. Asked with what was just read, so that leaving, a
 * suppression and `forget` always win over the freeze.
 */
export function whyWithheld(
  recipient: Dispatchable | undefined,
  rules: { newsletter: string; allows?: ((address: string) => boolean) | undefined },
): string | null {
  if (recipient === undefined) return 'no longer a subscriber';
  if (recipient.suppression !== null) return `suppressed: ${recipient.suppression}`;
  const standing = recipient.subscriber.newsletters.find(({ slug }) => slug === rules.newsletter);
  if (standing === undefined) return 'no longer a subscriber of this newsletter';
  if (standing.status !== 'active') return standing.status;
  if (rules.allows !== undefined && !rules.allows(recipient.subscriber.email)) return 'not allowed on this deployment';
  return null;
}
