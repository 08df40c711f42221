import type { Publication } from '../model/config.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { Subscriber } from '../model/subscriber.ts';
import type { SubscriberStore } from '../ports.ts';
import { addressHash } from '../text/hash.ts';
import { type LetterPorts, sendLetter } from './reader-letters.ts';
import { withStanding } from './standing.ts';

export interface SignUpPorts extends LetterPorts {
  subscribers: Pick<SubscriberStore, 'byEmails' | 'merge' | 'change' | 'suppressionsOf' | 'lift'>;
}

export interface SignUpRequest {
  publication: Publication;
  newsletters: readonly [Newsletter, ...Newsletter[]];
  /** Normalised. */
  email: string;
  /** Kept only for somebody new: who asks has not shown that the address is theirs. */
  attributes: Readonly<Record<string, string>>;
  locale: string | null;
  timeZone: string | null;
  /** What the reader's browser likes, the best first. */
  languages: readonly string[];
}

/**
 * Somebody asks for newsletters at an address. Whoever is new becomes pending, and a letter goes to the address: to confirm, or,
 * where all of them come already, to say so. Nothing that stands is changed before the confirmation.
 *
 * @returns false when the letter could not be sent; else true, known or not, suppressed or not.
 */
export async function signUp(request: SignUpRequest, ports: SignUpPorts): Promise<boolean> {
  const { email, newsletters } = request;
  const at = new Date(ports.clock.now()).toISOString();
  const id = ports.ids.next();
  let person: Subscriber | null = null;
  await ports.subscribers.merge([email], (standing, barred) => {
    const found = standing.get(email);
    const reason = barred.get(email);
    if (found === undefined && reason !== undefined && reason !== 'unsubscribe') {
      person = null;
      return [];
    }
    const before = found ?? newcomer(id, request, at);
    let now = before;
    for (const { slug } of newsletters) {
      if (!before.newsletters.some((each) => each.slug === slug)) now = withStanding(now, slug, 'pending', at) ?? now;
    }
    person = now;
    return now === found ? [] : [now];
  });
  // Assigned in the callback, which the compiler does not follow.
  const asked = person as Subscriber | null;
  if (asked === null) return true;
  const missing = newsletters.filter(({ slug }) => statusIn(asked, slug) !== 'active');
  const [first, ...others] = missing;
  return sendLetter(
    {
      kind: first === undefined ? 'known' : 'confirm',
      publication: request.publication,
      to: asked,
      newsletters: first === undefined ? newsletters : [first, ...others],
      languages: request.languages,
    },
    ports,
  );
}

/**
 * The confirmation of a letter: the newsletters become active, and a bar that only said that the person had left is lifted.
 *
 * @returns the person as they stand; null where there is none any more.
 */
export async function confirm(
  subscriberId: string,
  newsletters: readonly string[],
  ports: Pick<SignUpPorts, 'subscribers' | 'clock'>,
): Promise<Subscriber | null> {
  const at = new Date(ports.clock.now()).toISOString();
  const person = await ports.subscribers.change(subscriberId, (standing) => activated(standing, newsletters, at));
  if (person !== null) await liftLeaving(person.email, at, ports.subscribers);
  return person;
}

/** A reader with these newsletters active. @returns null where they are already. */
export function activated(standing: Subscriber, newsletters: readonly string[], at: string): Subscriber | null {
  let now: Subscriber | null = null;
  for (const slug of newsletters) now = withStanding(now ?? standing, slug, 'active', at) ?? now;
  if (now === null) return null;
  return { ...now, consent: { source: 'confirmed by the reader', at } };
}

/** Takes away a bar that says no more than that its owner wanted none: they have changed their mind. */
export async function liftLeaving(
  email: string,
  at: string,
  subscribers: Pick<SubscriberStore, 'suppressionsOf' | 'lift'>,
): Promise<void> {
  const hash = addressHash(email);
  const bar = (await subscribers.suppressionsOf([hash])).get(hash);
  if (bar?.reason === 'unsubscribe') await subscribers.lift(hash, at, 'the reader subscribed again and confirmed it');
}

function newcomer(id: string, { email, attributes, locale, timeZone }: SignUpRequest, at: string): Subscriber {
  return {
    id,
    email,
    newsletters: [],
    attributes: { ...attributes },
    locale,
    timeZone,
    consent: null,
    createdAt: at,
  };
}

function statusIn({ newsletters }: Subscriber, newsletter: string) {
  return newsletters.find(({ slug }) => slug === newsletter)?.status;
}
