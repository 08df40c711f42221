import type { Subscriber, SubscriptionStatus } from '../../core/model/subscriber.ts';

/** A subscriber as the database gives them. */
export type SubscriberRow = [id: string, email: string, record: StoredRecord | EarlierRecord];

/** Everything of a subscriber but id and email, without the names of its fields, which would be half of the text. */
type StoredRecord = [
  newsletters: [slug: string, status: SubscriptionStatus, since: StoredInstant][],
  attributes: Record<string, string>,
  locale: string | null,
  timeZone: string | null,
  consent: [source: string, at: StoredInstant] | null,
  createdAt: string,
];

/** 0 is `createdAt`. */
type StoredInstant = string | 0;

/** As databases have it that were written with the names; read still. */
type EarlierRecord = Omit<Subscriber, 'id' | 'email'>;

/** What is stored of a subscriber in `record`. */
export function recordText({ newsletters, attributes, locale, timeZone, consent, createdAt }: Subscriber): string {
  const record: StoredRecord = [
    newsletters.map(({ slug, status, since }) => [slug, status, since === createdAt ? 0 : since]),
    attributes,
    locale,
    timeZone,
    consent === null ? null : [consent.source, consent.at === createdAt ? 0 : consent.at],
    createdAt,
  ];
  return JSON.stringify(record);
}

/** The reverse of `recordText`. */
export function subscriberOf([id, email, record]: SubscriberRow): Subscriber {
  if (!Array.isArray(record)) return { id, email, ...record };
  const [newsletters, attributes, locale, timeZone, consent, createdAt] = record;
  return {
    id,
    email,
    newsletters: newsletters.map(([slug, status, since]) => ({ slug, status, since: since === 0 ? createdAt : since })),
    attributes,
    locale,
    timeZone,
    consent: consent === null ? null : { source: consent[0], at: consent[1] === 0 ? createdAt : consent[1] },
    createdAt,
  };
}
