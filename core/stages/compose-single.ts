import type { ComposedMessage } from '../model/message.ts';
import type { Subscriber } from '../model/subscriber.ts';
import { messageIdOf } from '../text/message-id.ts';
import { type ComposerSource, createComposer } from './compose-for.ts';

/** Who a single message is composed for: a subscriber, or someone who is none. */
export type SingleRecipient = Pick<Subscriber, 'id' | 'email' | 'attributes'>;

/**
 * Composes an edition's message for one person, outside a run: a sample, a test. It is what a run would send them, but that its links lead
 * straight to where they point: no edition that is only tried is counted, nor has anyone frozen where its links lead.
 *
 * @example composeSingle(source, { id: 'sample', email: 'reader@example.com', attributes: {} }).message.bytes()
 */
export function composeSingle(
  source: ComposerSource,
  { id, email, attributes }: SingleRecipient,
): { messageId: string; message: ComposedMessage } {
  const at = new Date(source.at).toISOString();
  const { tracking: _, ...rendered } = source.rendered;
  const standing = { newsletters: [], locale: null, timeZone: null, consent: null, createdAt: at };
  const messageId = messageIdOf(source.rendered.editionId, id);
  const recipient = { subscriber: { id, email, attributes, ...standing }, suppression: null };
  return { messageId, message: createComposer({ ...source, rendered })(recipient, { messageId, at }) };
}
