import type { Publication } from '../model/config.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { RenderedEdition } from '../model/rendered-edition.ts';
import { createLinks, createTrackingTokens } from '../text/links.ts';
import type { Tokens } from '../text/token.ts';
import { compileMessagePlan, composeMessage } from './compose.ts';
import type { Compose } from './send.ts';
import { tracked } from './track.ts';

export interface ComposerSource {
  publication: Publication;
  newsletter: Newsletter;
  rendered: RenderedEdition;
  tokens: Tokens;
  /** When the links are made, in milliseconds since the epoch: they hold for a year from then. */
  at: number;
}

/** The composer of one edition: the message is compiled once, and then spliced for each recipient. */
export function createComposer({ publication, newsletter, rendered, tokens, at }: ComposerSource): Compose {
  const { from, replyTo, slug, title } = newsletter;
  const host = new URL(publication.url).hostname;
  const plan = compileMessagePlan(tracked(rendered), { from, replyTo, newsletter: { slug, title }, host });
  const source = { tokens, newsletter: slug, editionId: rendered.editionId, at };
  const linksOf = createLinks({ publication, ...source });
  const trackingOf = rendered.tracking === undefined ? null : createTrackingTokens(source);
  return ({ subscriber: { id, email, attributes } }, message) =>
    composeMessage(plan, {
      subscriberId: id,
      email,
      attributes: { ...attributes, email },
      links: linksOf(id),
      ...(trackingOf !== null && { trackingToken: trackingOf(id) }),
      ...message,
    });
}
