import { PressrunError } from '../core/errors.ts';
import { normaliseAddress } from '../core/model/mailbox.ts';
import type { Subscriber } from '../core/model/subscriber.ts';
import type { SubscriberStore } from '../core/ports.ts';

/**
 * An address in the form it is stored in.
 *
 * @throws {PressrunError} `ADDRESS_INVALID`
 */
export function addressOf(given: string): string {
  const address = normaliseAddress(given);
  if (address !== null) return address;
  throw new PressrunError('ADDRESS_INVALID', `"${given}" is not an address.`);
}

/**
 * The reader with an address.
 *
 * @throws {PressrunError} `ADDRESS_INVALID`, `SUBSCRIBER_UNKNOWN`
 */
export async function readerOf(given: string, subscribers: SubscriberStore): Promise<Subscriber> {
  const address = addressOf(given);
  const found = (await subscribers.byEmails([address])).get(address);
  if (found !== undefined) return found;
  throw new PressrunError('SUBSCRIBER_UNKNOWN', `There is no subscriber ${address}.`);
}
