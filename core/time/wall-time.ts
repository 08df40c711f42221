import { Temporal } from 'temporal-polyfill';
import { PressrunError } from '../errors.ts';

/** Something that daylight saving, or another change of a zone's clocks, does to a wall time. */
export interface WallTimeNote {
  /** `gap`: the clocks jump over it. `overlap`: they pass it twice. */
  kind: 'gap' | 'overlap';
  /** For a person. */
  text: string;
}

/** A wall time in a time zone, placed on the line of instants. All instants are milliseconds since the epoch. */
export type PlacedWallTime =
  | { at: number; note: null }
  | { at: number; note: WallTimeNote & { kind: 'overlap' } }
  | { at: null; skippedAt: number; note: WallTimeNote & { kind: 'gap' } };

/**
 * Places a wall time. One in an overlap is its first passing; one in a gap has no instant, and `skippedAt` is when the
 * clocks jump over it.
 *
 * @param wall - the wall time as if it were UTC: milliseconds of `Date.UTC(year, month, day, hour, minute)`.
 */
export function placeWallTime(wall: number, timeZone: string): PlacedWallTime {
  const plain = plainOf(wall);
  const earlier = plain.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  const later = plain.toZonedDateTime(timeZone, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds) {
    return { at: earlier.epochMilliseconds, note: null };
  }
  if (earlier.toPlainDateTime().equals(plain)) {
    const first = clockInUtc(earlier.epochMilliseconds);
    const second = clockInUtc(later.epochMilliseconds);
    const text = `${clock(plain)} comes twice on ${plain.toPlainDate()}, at ${first} and ${second} UTC: once, at the first`;
    return { at: earlier.epochMilliseconds, note: { kind: 'overlap', text } };
  }
  // The earlier reading lies before the jump, by the offset that holds after it.
  const jump = earlier.getTimeZoneTransition('next') ?? later;
  const leaves = jump.subtract({ minutes: 1 }).toPlainDateTime().add({ minutes: 1 });
  const lands = jump.toPlainDateTime();
  const sameDay = leaves.toPlainDate().equals(lands.toPlainDate());
  const moves = sameDay
    ? `the clocks go from ${clock(leaves)} to ${clock(lands)}`
    : `the clocks go from ${leaves.toPlainDate()} ${clock(leaves)} to ${lands.toPlainDate()} ${clock(lands)}`;
  const text = `${clock(plain)} does not come on ${plain.toPlainDate()}, for ${moves}: skipped`;
  return { at: null, skippedAt: jump.epochMilliseconds, note: { kind: 'gap', text } };
}

/** What the clocks of a time zone show at an instant, as if it were UTC, in milliseconds. The opposite of `placeWallTime`. */
export function wallTimeAt(at: number, timeZone: string): number {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  return at + Math.round(zoned.offsetNanoseconds / 1e6);
}

/**
 * `wallTimeAt` for many instants of one time zone: its clocks are asked once for each stretch of steady offset.
 *
 * @example
 * const wallTime = wallClock('Europe/London');
 * articles.map(({ publishedAt }) => wallTime(Date.parse(publishedAt)));
 */
export function wallClock(timeZone: string): (at: number) => number {
  const stretches: { from: number; until: number; offset: number }[] = [];
  return (at) => {
    let stretch = stretches.find(({ from, until }) => at >= from && at < until);
    if (stretch === undefined) {
      const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
      // "Previous" is strictly before: a change at this very instant is to count.
      const previous = zoned.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
      stretch = {
        from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
        until: zoned.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
        offset: wallTimeAt(at, timeZone) - at,
      };
      stretches.push(stretch);
    }
    return at + stretch.offset;
  };
}

/**
 * How much later the instant is than the first time the clocks showed what they show now: 0, or in the second pass of an
 * overlap its length, in milliseconds.
 */
export function repeatedBy(at: number, timeZone: string): number {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  const first = zoned.toPlainDateTime().toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  return at - first.epochMilliseconds;
}

/** Reads an instant. @throws {PressrunError} `INSTANT_INVALID` */
export function instantMilliseconds(at: string): number {
  const milliseconds = /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)$/i.test(at) ? Date.parse(at) : Number.NaN;
  if (Number.isNaN(milliseconds)) {
    throw new PressrunError('INSTANT_INVALID', `"${at}" is not an instant.`);
  }
  return milliseconds;
}

/** A wall time as `YYYY-MM-DDTHH:MM`. */
export function wallTimeText(wall: number): string {
  return new Date(wall).toISOString().slice(0, 16);
}

function plainOf(wall: number): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC').toPlainDateTime();
}

function clock(time: Temporal.PlainDateTime): string {
  return time.toPlainTime().toString({ smallestUnit: 'minute' });
}

function clockInUtc(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}
