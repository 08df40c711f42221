import type { Subscriber, SubscriptionStatus } from '../model/subscriber.ts';
import type { SubscriberRow } from '../model/subscriber-row.ts';

/** The more restrained wins. */
const restraint: Record<SubscriptionStatus, number> = { active: 0, pending: 1, unsubscribed: 2 };

/** What the import as a whole says of a row. */
export interface MergeContext {
  /** For a person who is new. */
  id: string;
  newsletter: string;
  consentSource: string;
  /** ISO 8601 UTC. */
  at: string;
}

/**
 * A person as they stand after a row. `row.email` is normalised, and its status is not a bar.
 *
 * @returns `standing` itself where the row says nothing new.
 */
export function mergeRow(standing: Subscriber | null, row: SubscriberRow, context: MergeContext): Subscriber {
  const { id, newsletter, consentSource, at } = context;
  const joinedAt = row.joinedAt !== null && row.joinedAt < at ? row.joinedAt : at;
  const status = row.status as SubscriptionStatus;
  if (standing === null) {
    return {
      id,
      email: row.email,
      newsletters: [{ slug: newsletter, status, since: joinedAt }],
      attributes: row.attributes,
      locale: row.locale,
      timeZone: row.timeZone,
      consent: { source: consentSource, at: joinedAt },
      createdAt: joinedAt,
    };
  }
  const held = standing.newsletters.find(({ slug }) => slug === newsletter);
  const newsletters =
    held === undefined
      ? [...standing.newsletters, { slug: newsletter, status, since: joinedAt }]
      : restraint[status] > restraint[held.status]
        ? standing.newsletters.map((each) => (each === held ? { ...each, status, since: at } : each))
        : standing.newsletters;
  const attributes = Object.entries(row.attributes).some(([name, value]) => standing.attributes[name] !== value)
    ? { ...standing.attributes, ...row.attributes }
    : standing.attributes;
  const locale = row.locale ?? standing.locale;
  const timeZone = row.timeZone ?? standing.timeZone;
  const consent = standing.consent ?? { source: consentSource, at: joinedAt };
  const same =
    newsletters === standing.newsletters &&
    attributes === standing.attributes &&
    locale === standing.locale &&
    timeZone === standing.timeZone &&
    consent === standing.consent;
  return same ? standing : { ...standing, newsletters, attributes, locale, timeZone, consent };
}
