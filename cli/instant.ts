import { PressrunError } from '../core/errors.ts';
import { instantSchema } from '../core/model/scalars.ts';

/**
 * The instant of `--at`, or now.
 *
 * @throws {PressrunError} `INSTANT_INVALID`
 */
export function instantOf(at: string | null, now: number): string {
  if (at === null) return new Date(now).toISOString();
  const parsed = instantSchema.safeParse(at);
  if (parsed.success) return parsed.data;
  throw new PressrunError('INSTANT_INVALID', `"${at}" is not an instant.`);
}
