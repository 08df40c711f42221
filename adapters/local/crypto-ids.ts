import { randomBytes } from 'node:crypto';
import type { Ids } from '../../core/ports.ts';

/** Ids of 120 bits from the operating system's generator, twenty characters each. */
export const cryptoIds: Ids = {
  next: () => randomBytes(15).toString('base64url'),
};
