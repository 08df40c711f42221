import { newsletterKey } from '../core/text/hash.ts';
import type { Bearer, WebPorts } from './site.ts';

/**
 * Records that a reader left a newsletter through a link of one of its editions. Nothing is recorded where the link was of no edition, or of
 * another newsletter's. Never rejects: they have left, and that the report does not know it is no reason to say otherwise.
 *
 * @param at - when they left: ISO 8601 UTC.
 */
export async function recordLeaving(
  { claims }: Pick<Bearer, 'claims'>,
  newsletter: string,
  at: string,
  ports: Pick<WebPorts, 'feedback' | 'log'>,
): Promise<void> {
  const { edition, newsletters, subscriberId } = claims;
  if (edition === null || newsletters[0] !== newsletterKey(newsletter)) return;
  const editionId = `${newsletter}/${edition}`;
  try {
    await ports.feedback.add([
      {
        id: `unsubscribe:${editionId}:${subscriberId}:${at}`,
        kind: 'unsubscribe',
        editionId,
        subscriberId,
        attemptId: '',
        providerMessageId: null,
        at,
        detail: null,
        bounce: null,
        isMachine: false,
        url: null,
      },
    ]);
  } catch (error) {
    ports.log({ event: 'feedback lost', detail: error instanceof Error ? error.message : String(error) });
  }
}
