import { Cron as Croner } from 'croner';
import { PressrunError } from '../errors.ts';
import { type Cron, parseCron } from './cron.ts';
import {
  instantMilliseconds,
  placeWallTime,
  repeatedBy,
  type WallTimeNote,
  wallTimeAt,
  wallTimeText,
} from './wall-time.ts';

const minute = 60_000;

/** A time that a cron names. */
export interface Firing {
  /** The instant, in UTC; null where the time zone's clocks skip the wall time, and nothing fires. */
  at: string | null;
  /** The wall time in the cron's time zone, `YYYY-MM-DDTHH:MM`. */
  local: string;
  /** What a change of the clocks does to it. */
  note: WallTimeNote | null;
}

/** A firing that takes place. */
export interface ActualFiring extends Firing {
  at: string;
}

/** `from` is taken, `until` is not; `count` counts skipped wall times too. */
export type FiringWindow = { from: string; count: number } | { from: string; until: string };

/**
 * The firings of a cron in a time zone, earliest first, as EventBridge Scheduler has them: a wall time in the spring gap is
 * skipped (it is listed, with `at` null), one in the autumn overlap fires once, at its first passing.
 *
 * @throws {PressrunError} `CRON_INVALID`, `INSTANT_INVALID`
 * @example
 * firings('30 2 * * *', 'America/New_York', { from: '2026-03-07T12:00:00Z', count: 1 })
 * // [{ at: null, local: '2026-03-08T02:30', note: { kind: 'gap', text: '02:30 does not come on 2026-03-08, …' } }]
 */
export function firings(cron: string, timeZone: string, window: FiringWindow): Firing[] {
  const found: Firing[] = [];
  const until = 'until' in window ? instantMilliseconds(window.until) : Number.POSITIVE_INFINITY;
  const count = 'count' in window ? window.count : Number.POSITIVE_INFINITY;
  for (const { position, firing } of after(cron, timeZone, instantMilliseconds(window.from))) {
    if (found.length >= count || position >= until) {
      break;
    }
    found.push(firing);
  }
  return found;
}

/** The first firing after an instant that takes place. @throws {PressrunError} `CRON_INVALID`, `INSTANT_INVALID` */
export function nextFiring(cron: string, timeZone: string, at: string): ActualFiring {
  for (const { firing } of after(cron, timeZone, instantMilliseconds(at) + 1)) {
    if (takesPlace(firing)) {
      return firing;
    }
  }
  throw neverFires(cron);
}

/** The last firing at an instant or before it that took place. @throws {PressrunError} `CRON_INVALID`, `INSTANT_INVALID` */
export function latestFiringAtOrBefore(cron: string, timeZone: string, at: string): ActualFiring {
  const instant = instantMilliseconds(at);
  const walls = wallTimes(parseCron(cron));
  // In the second pass of an overlap the clocks have already shown later wall times than now.
  const wall = wallTimeAt(instant, timeZone) + repeatedBy(instant, timeZone);
  let before = Math.floor(wall / minute) * minute + minute;
  for (;;) {
    const [previous] = walls.previousRuns(1, new Date(before));
    if (previous === undefined) {
      throw neverFires(cron);
    }
    before = previous.getTime();
    const { position, firing } = place(before, timeZone);
    if (position <= instant && takesPlace(firing)) {
      return firing;
    }
  }
}

/** Wall times not before the instant, in order; `position` is their instant, or the last one before the jump over them. */
function* after(cron: string, timeZone: string, from: number): Generator<{ position: number; firing: Firing }> {
  const walls = wallTimes(parseCron(cron));
  let wall = walls.nextRun(new Date(wallTimeAt(from, timeZone) - minute));
  for (; wall !== null; wall = walls.nextRun(wall)) {
    const placed = place(wall.getTime(), timeZone);
    if (placed.position >= from) {
      yield placed;
    }
  }
}

function place(wall: number, timeZone: string): { position: number; firing: Firing } {
  const placed = placeWallTime(wall, timeZone);
  const local = wallTimeText(wall);
  return placed.at === null
    ? { position: placed.skippedAt - 1, firing: { at: null, local, note: placed.note } }
    : { position: placed.at, firing: { at: new Date(placed.at).toISOString(), local, note: placed.note } };
}

/** The cron over wall times written as if they were UTC, where no clock ever jumps: croner's own rules at a jump differ. */
function wallTimes(cron: Cron): Croner {
  const days = cron.restrictsDayOfMonth ? cron.daysOfMonth.join(',') : '*';
  const weekdays = cron.restrictsDayOfWeek ? cron.daysOfWeek.join(',') : '*';
  const pattern = [cron.minutes.join(','), cron.hours.join(','), days, cron.months.join(','), weekdays].join(' ');
  return new Croner(pattern, { mode: '5-part', utcOffset: 0 });
}

function takesPlace(firing: Firing): firing is ActualFiring {
  return firing.at !== null;
}

function neverFires(cron: string): PressrunError {
  return new PressrunError('CRON_INVALID', `The cron "${cron}" never fires in this time zone.`);
}
