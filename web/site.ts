import type { Config, Publication } from '../core/model/config.ts';
import type { Newsletter } from '../core/model/newsletter.ts';
import type { Subscriber } from '../core/model/subscriber.ts';
import type {
  Archive,
  Clock,
  Eraser,
  FeedbackInlet,
  FeedbackStore,
  Ledger,
  RunStore,
  SubscriberStore,
} from '../core/ports.ts';
import type { LetterPorts } from '../core/stages/reader-letters.ts';
import { newsletterKey } from '../core/text/hash.ts';
import { readersBase } from '../core/text/links.ts';
import type { TokenClaims, TokenPurpose } from '../core/text/token.ts';

/** Everything outside that the readers' pages touch. */
export interface WebPorts extends LetterPorts {
  subscribers: SubscriberStore;
  clock: Clock;
  archive: Pick<Archive, 'get'>;
  runs: Pick<RunStore, 'get' | 'list'>;
  ledger: Pick<Ledger, 'read'>;
  feedback: Pick<FeedbackStore, 'add' | 'ofSubscriber'>;
  /** Where the provider tells by HTTP what became of messages. Default: nowhere. */
  inlet?: { ses: FeedbackInlet; ledger: Pick<Ledger, 'settle' | 'record'> };
  erasers: readonly Eraser[];
  /** Told of what went wrong; never of an address. */
  log(event: { event: string; detail: string }): void;
}

/** The readers' pages of one publication. */
export interface Site {
  publication: Publication;
  newsletters: readonly Newsletter[];
  /** The path under which all of it lives: empty, or with a slash at its beginning and none at its end. */
  base: string;
  /** The same as others reach it, with the host. */
  url: string;
  ports: WebPorts;
}

export function siteOf(config: Config, ports: WebPorts): Site {
  const url = readersBase(config.publication);
  const base = new URL(url).pathname.replace(/\/+$/, '');
  return { publication: config.publication, newsletters: config.newsletters, base, url, ports };
}

/** Who holds a token, and what for. */
export interface Bearer {
  claims: TokenClaims;
  /** Null where they are gone. */
  subscriber: Subscriber | null;
  /** Of the config, in the order of the token; those that are there no more are left out. */
  newsletters: Newsletter[];
}

/** Reads a token of a URL. @returns null for one that is forged, of another purpose or too old. */
export async function bearerOf(site: Site, token: string, purpose: TokenPurpose): Promise<Bearer | null> {
  const { tokens, clock, subscribers } = site.ports;
  const reading = tokens.read(token, purpose, clock.now());
  if (!reading.ok) return null;
  const { claims } = reading;
  const newsletters = claims.newsletters.flatMap((key) => {
    const found = site.newsletters.find(({ slug }) => newsletterKey(slug) === key);
    return found === undefined ? [] : [found];
  });
  return { claims, subscriber: await subscribers.byId(claims.subscriberId), newsletters };
}
