import type { Publication } from '../model/config.ts';
import type { ReaderLink } from '../model/rendered-edition.ts';
import { newsletterKey } from './hash.ts';
import { expiryDay, type Tokens } from './token.ts';

/** How long a link in a message can be used. */
const validDays = 366;
const trackingDays = 3_653;

/** What the three links of one edition's messages are made from. */
export interface LinkSource {
  publication: Pick<Publication, 'url' | 'webUrl'>;
  tokens: Tokens;
  /** The newsletter's slug. */
  newsletter: string;
  editionId: string;
  /** When they are made, in milliseconds since the epoch: they hold for a year from then. */
  at: number;
}

/**
 * The maker of one edition's links, one call a recipient. `unsubscribe` is also the URI of List-Unsubscribe (RFC 8058).
 *
 * @example
 * const linksOf = createLinks({ publication, tokens, newsletter: 'world-brief', editionId, at: clock.now() });
 * linksOf(subscriber.id).unsubscribe // 'https://news.example.org/unsubscribe/1k7.…'
 */
export function createLinks(source: LinkSource): (subscriberId: string) => Record<ReaderLink, string> {
  const base = readersBase(source.publication);
  const claims = {
    newsletters: [newsletterKey(source.newsletter)],
    edition: source.editionId.slice(source.editionId.indexOf('/') + 1),
    expiresOnDay: expiryDay(source.at, validDays),
  };
  const unsubscribe = source.tokens.signer({ ...claims, purpose: 'unsubscribe' });
  const preferences = source.tokens.signer({ ...claims, purpose: 'preferences' });
  const view = source.tokens.signer({ ...claims, purpose: 'view' });
  return (subscriberId) => ({
    unsubscribe: `${base}/unsubscribe/${unsubscribe(subscriberId)}`,
    preferences: `${base}/preferences/${preferences(subscriberId)}`,
    view: `${base}/view/${view(subscriberId)}`,
  });
}

/**
 * The maker of the tokens by which one edition's counted links and its opening know who follows them, one call a recipient. They hold for
 * ten years: what an old message points to should still be found, and nothing but that address can be reached with one.
 */
export function createTrackingTokens(source: Omit<LinkSource, 'publication'>): (subscriberId: string) => string {
  return source.tokens.signer({
    purpose: 'click',
    newsletters: [newsletterKey(source.newsletter)],
    edition: source.editionId.slice(source.editionId.indexOf('/') + 1),
    expiresOnDay: expiryDay(source.at, trackingDays),
  });
}

/** Where readers' pages live: `webUrl`, else `url`, without a slash at its end. */
export function readersBase(publication: Pick<Publication, 'url' | 'webUrl'>): string {
  return (publication.webUrl ?? publication.url).replace(/\/+$/, '');
}
