import type { Subscriber, SubscriptionStatus } from '../model/subscriber.ts';

/**
 * A reader with another standing in a newsletter.
 *
 * @param at - ISO 8601 UTC.
 * @returns null where that is how they stand already.
 */
export function withStanding(
  subscriber: Subscriber,
  newsletter: string,
  status: SubscriptionStatus,
  at: string,
): Subscriber | null {
  const held = subscriber.newsletters.find(({ slug }) => slug === newsletter);
  if (held?.status === status) return null;
  const changed = { slug: newsletter, status, since: at };
  const newsletters =
    held === undefined
      ? [...subscriber.newsletters, changed]
      : subscriber.newsletters.map((each) => (each === held ? changed : each));
  return { ...subscriber, newsletters };
}

/** A reader who leaves: one newsletter, or every one they had. @returns null where they have left already. */
export function leaving(subscriber: Subscriber, newsletter: string | null, at: string): Subscriber | null {
  let now: Subscriber | null = null;
  for (const { slug } of subscriber.newsletters) {
    if (newsletter === null || slug === newsletter)
      now = withStanding(now ?? subscriber, slug, 'unsubscribed', at) ?? now;
  }
  return now;
}
