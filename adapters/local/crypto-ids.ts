import { randomFillSync } from 'node:crypto';
import type { Ids } from '../../core/ports.ts';

const idBytes = 15;
const idsAtOnce = 256;

/** Ids of 120 bits from the operating system's generator, twenty characters each. */
export const cryptoIds: Ids = createCryptoIds();

/** Random bytes are drawn for many ids at once, since each drawing costs more than the bytes do. */
function createCryptoIds(): Ids {
  const pool = Buffer.alloc(idBytes * idsAtOnce);
  let next = pool.length;
  return {
    next() {
      if (next === pool.length) {
        randomFillSync(pool);
        next = 0;
      }
      const id = pool.toString('base64url', next, next + idBytes);
      next += idBytes;
      return id;
    },
  };
}
