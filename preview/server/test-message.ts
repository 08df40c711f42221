import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { PressrunError } from '../../core/errors.ts';
import { normaliseAddress } from '../../core/model/mailbox.ts';
import { instantSchema } from '../../core/model/scalars.ts';
import { composeSingle } from '../../core/stages/compose-single.ts';
import { outcomeOf } from '../../core/stages/outcome-of.ts';
import type { TestAnswer, TestRequest } from '../view.ts';
import { findEdition, recipientOf } from './edition-answers.ts';
import type { Room } from './room.ts';

const requestSchema: z.ZodType<TestRequest> = z.strictObject({
  newsletter: z.string().max(40),
  date: z.string().max(20),
  at: instantSchema.nullable(),
  address: z.string().max(254),
  recipient: z.string().max(64),
});

/** Whether a request carries the token of this start: only its own page has it. */
export function carriesToken(given: string | undefined, token: string): boolean {
  const [one, other] = [Buffer.from(given ?? ''), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/**
 * Sends one message of an edition to one address, through the mailer that the config names: what `pressrun send --test` does.
 * It is no part of any run. Its readers' links are nobody's, whoever's values it has.
 *
 * @throws {PressrunError} `USAGE`, `ADDRESS_INVALID`; `EDITION_EMPTY` where there is no edition to send.
 */
export async function sendTestMessage(body: unknown, room: Room): Promise<TestAnswer> {
  const parsed = requestSchema.safeParse(body);
  if (!parsed.success) throw new PressrunError('USAGE', 'That is no request for a test.');
  const { address, recipient, ...query } = parsed.data;
  const to = normaliseAddress(address);
  if (to === null) throw new PressrunError('ADDRESS_INVALID', `"${address}" is not an address.`);
  const { made, newsletter } = await findEdition({ ...query, asSent: false }, room);
  if (made.kind !== 'made')
    throw new PressrunError('EDITION_EMPTY', 'There is no edition to send: see what is said of it.');
  const { rendered } = made;
  const { attributes } = await recipientOf(recipient, rendered, room);
  const { ports, workspace } = room;
  const { publication } = workspace;
  const source = { publication, newsletter, rendered, tokens: ports.tokens, at: ports.clock.now() };
  const { messageId, message } = composeSingle(source, { id: 'test', email: to, attributes });
  const from = newsletter.from.address;
  const { mailer, close } = await ports.openMailer(newsletter, workspace.loaded);
  try {
    // Under an edition of its own, which no ledger has: what comes back about it later is not taken for a recipient’s.
    const sent = { editionId: 'test', newsletter: newsletter.slug, subscriberId: 'test', messageId };
    const answer = await mailer.send({ ...sent, attemptId: ports.ids.next(), from, to, message });
    const outcome = outcomeOf(answer, { from, to });
    const by = newsletter.mailer === 'ses' ? 'Amazon SES' : 'the outbox';
    return { state: outcome.state, detail: 'detail' in outcome ? outcome.detail : null, by };
  } finally {
    close();
  }
}
