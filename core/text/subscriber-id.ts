const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const timeCharacters = 10;

/**
 * A new subscriber's id: ten characters of Crockford's base 32 for the millisecond it was made, then the random part, as a ULID or a
 * UUID of version 7 (RFC 9562, 5.7). Ids of readers who came together stand together in an index, so that a ledger kept
 * by them is written in place and not all over: less than half the work for each message.
 *
 * @param at - milliseconds since the epoch.
 * @param random - from `Ids.next()`.
 */
export function subscriberId(at: number, random: string): string {
  let time = '';
  for (let rest = at, index = 0; index < timeCharacters; index += 1) {
    time = alphabet.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  return time + random;
}
