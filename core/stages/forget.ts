import type { Clock, Eraser, SubscriberStore } from '../ports.ts';
import { addressHash } from '../text/hash.ts';

export interface ForgetPorts {
  subscribers: Pick<SubscriberStore, 'byId' | 'suppress' | 'delete'>;
  /** Whatever else keeps something of a person. */
  erasers: readonly Eraser[];
  clock: Pick<Clock, 'now'>;
}

/** What was removed of a person, and what was kept. */
export interface Forgotten {
  subscriberId: string;
  removed: { what: string; count: number }[];
  /** The hash that keeps the address from being written to again. */
  keptAddressHash: string;
}

/**
 * Removes a person everywhere but for the hash of their address, which keeps them from being written to again. What the ledger and the
 * reports hold under their id stays, and leads to nobody any more. Safe to do again where it was interrupted.
 *
 * @returns null where there is nobody of that id.
 */
export async function forget(subscriberId: string, ports: ForgetPorts): Promise<Forgotten | null> {
  const person = await ports.subscribers.byId(subscriberId);
  if (person === null) return null;
  const hash = addressHash(person.email);
  // The bar first and the record last: whatever happens between, nobody is written to and the rest can be done again.
  const since = new Date(ports.clock.now()).toISOString();
  await ports.subscribers.suppress([
    { addressHash: hash, reason: 'unsubscribe', detail: 'forgotten on request', since },
  ]);
  const removed: Forgotten['removed'] = [];
  for (const eraser of ports.erasers) {
    const { what, count } = await eraser.erase({ subscriberId, email: person.email });
    if (count > 0) removed.push({ what, count });
  }
  await ports.subscribers.delete(subscriberId);
  const { newsletters, attributes } = person;
  removed.unshift(
    { what: 'address, language, time zone and consent', count: 1 },
    { what: 'newsletters', count: newsletters.length },
    { what: 'attributes', count: Object.keys(attributes).length },
  );
  return { subscriberId, removed: removed.filter(({ count }) => count > 0), keptAddressHash: hash };
}
