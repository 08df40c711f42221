import type { Clock, Ledger } from '../ports.ts';

/** What the ledger keeps of a guess, so that it is never taken for proof. */
export const assumedAccepted = 'assumed accepted, on an operator’s word';

/** An operator's word on what is uncertain. */
export type Resolution = 'assume-accepted' | 'send-again';

/**
 * Carries out an operator's word on the uncertain messages of an edition, or on one recipient's: `assume-accepted` closes them,
 * `send-again` lets the next passage claim them anew, and may mail a recipient twice.
 *
 * @returns how many it decided.
 */
export async function resolve(
  editionId: string,
  resolution: Resolution,
  ports: { ledger: Pick<Ledger, 'entries' | 'settle' | 'release'>; clock: Pick<Clock, 'now'> },
  options: { subscriberId?: string } = {},
): Promise<number> {
  let resolved = 0;
  for await (const page of ports.ledger.entries(editionId, 'uncertain')) {
    for (const { subscriberId, attemptId, providerMessageId } of page) {
      if (options.subscriberId !== undefined && options.subscriberId !== subscriberId) continue;
      const at = new Date(ports.clock.now()).toISOString();
      if (resolution === 'assume-accepted') {
        const detail = assumedAccepted;
        await ports.ledger.settle([{ editionId, subscriberId, attemptId, providerMessageId, at, detail }]);
      } else {
        const detail = 'to be sent again, on an operator’s word';
        await ports.ledger.release(editionId, { subscriberId, attemptId, to: 'deferred', at, detail });
      }
      resolved += 1;
    }
  }
  return resolved;
}
