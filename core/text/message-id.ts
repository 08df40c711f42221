import { createHash } from 'node:crypto';

/**
 * Our id of a message: 128 bits, in hex, of SHA-256 over edition and subscriber. The same recipient of the same edition has the same
 * one at every attempt, and it says nothing of the person.
 */
export function messageIdOf(editionId: string, subscriberId: string): string {
  return createHash('sha256').update(`${editionId}\n${subscriberId}`).digest('hex').slice(0, 32);
}
