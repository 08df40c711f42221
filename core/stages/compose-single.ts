import type { Publication } from '../model/config.ts';
import type { ComposedMessage } from '../model/message.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { RenderedEdition } from '../model/rendered-edition.ts';
import { createLinks } from '../text/links.ts';
import { messageIdOf } from '../text/message-id.ts';
import type { Tokens } from '../text/token.ts';
import { compileMessagePlan, composeMessage } from './compose.ts';

/** Who a single message is composed for. */
export interface SingleRecipient {
  /** Of a subscriber, or a word of its own for someone who is none. */
  subscriberId: string;
  /** Normalised. */
  email: string;
  attributes: Readonly<Record<string, string>>;
}

export interface SingleRequest {
  publication: Publication;
  newsletter: Newsletter;
  rendered: RenderedEdition;
  tokens: Tokens;
  /** For the Date header, and for how long the links hold. */
  at: string;
}

/**
 * Composes an edition's message for one person, outside a run: a sample, a test. It is byte for byte what a run would send them.
 *
 * @example composeSingle(request, { subscriberId: 'sample', email: 'reader@example.com', attributes: {} }).message.bytes()
 */
export function composeSingle(
  { publication, newsletter, rendered, tokens, at }: SingleRequest,
  { subscriberId, email, attributes }: SingleRecipient,
): { messageId: string; message: ComposedMessage } {
  const { from, replyTo, slug, title } = newsletter;
  const host = new URL(publication.url).hostname;
  const plan = compileMessagePlan(rendered, { from, replyTo, newsletter: { slug, title }, host });
  const { editionId } = rendered;
  const linksOf = createLinks({ publication, tokens, newsletter: slug, editionId, at: Date.parse(at) });
  const messageId = messageIdOf(editionId, subscriberId);
  const message = composeMessage(plan, {
    subscriberId,
    email,
    attributes: { ...attributes, email },
    links: linksOf(subscriberId),
    messageId,
    at,
  });
  return { messageId, message };
}
