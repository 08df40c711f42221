import { Temporal } from 'temporal-polyfill';
import { PressrunError } from '../errors.ts';
import { dateSchema } from '../model/scalars.ts';
import { withinSchema } from '../model/select.ts';
import { instantMilliseconds, wallTimeAt, wallTimeText } from './wall-time.ts';

/** The date of an instant in a time zone, `YYYY-MM-DD`. @throws {PressrunError} `INSTANT_INVALID` */
export function localDate(at: string, timeZone: string): string {
  return wallTimeText(wallTimeAt(instantMilliseconds(at), timeZone)).slice(0, 10);
}

/** What the clocks of a time zone show at an instant, `YYYY-MM-DD HH:MM`. @throws {PressrunError} `INSTANT_INVALID` */
export function localDateTime(at: string, timeZone: string): string {
  return wallTimeText(wallTimeAt(instantMilliseconds(at), timeZone)).replace('T', ' ');
}

/**
 * The first instant of a date in a time zone, in UTC. Where the clocks skip midnight it is the instant after the jump;
 * where they skipped the whole date, the first of the next.
 */
export function startOfDay(date: string, timeZone: string): string {
  const start = Temporal.PlainDate.from(date).toZonedDateTime(timeZone);
  return new Date(start.epochMilliseconds).toISOString();
}

const unitMilliseconds = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * The length of `90m`, `24h` or `7d` in milliseconds. A day is 24 hours, whatever the clocks do.
 *
 * @throws {PressrunError} `USAGE` where it is no duration.
 */
export function durationMilliseconds(duration: string): number {
  const match = withinSchema.safeParse(duration).data?.match(/^(\d+)([mhd])$/);
  const unit = match?.[2];
  if (unit !== 'm' && unit !== 'h' && unit !== 'd') {
    throw new PressrunError('USAGE', `"${duration}" is no duration: write a number and m, h or d, such as 24h.`);
  }
  return Number(match?.[1]) * unitMilliseconds[unit];
}

/** Whose dates: a BCP 47 language, and the time zone in which instants are told. */
export interface Reckoning {
  locale: string;
  timeZone: string;
}

/** A date in full, such as `Monday, November 23, 2026`; of an instant, or of a `YYYY-MM-DD` as it stands. */
export function longDate(value: string, reckoning: Reckoning): string {
  const { calendar } = new Intl.DateTimeFormat(reckoning.locale).resolvedOptions();
  // ICU's full date of the Persian calendar has the year first and the weekday last, which nobody writes.
  if (calendar === 'persian') {
    return `${format(value, reckoning, { weekday: 'long' })} ${format(value, reckoning, { dateStyle: 'long' })}`;
  }
  return format(value, reckoning, { dateStyle: 'full' });
}

/** A date in short, such as `Nov 23, 2026`; of an instant, or of a `YYYY-MM-DD` as it stands. */
export function shortDate(value: string, reckoning: Reckoning): string {
  return format(value, reckoning, { dateStyle: 'medium' });
}

/** The time of day of an instant, such as `7:00 AM`, as the locale tells it. */
export function timeOfDay(at: string, reckoning: Reckoning): string {
  instantMilliseconds(at);
  return format(at, reckoning, { timeStyle: 'short' });
}

function format(value: string, { locale, timeZone }: Reckoning, style: Intl.DateTimeFormatOptions): string {
  const bare = isDate(value);
  const at = bare ? Date.parse(`${value}T00:00:00Z`) : instantMilliseconds(value);
  const text = new Intl.DateTimeFormat(locale, { ...style, timeZone: bare ? 'UTC' : timeZone }).format(at);
  // ICU's narrow no-break space is missing from many fonts in mail readers.
  return text.replaceAll('\u202f', '\u00a0');
}

function isDate(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) {
    return false;
  }
  if (!dateSchema.safeParse(value).success) {
    throw new PressrunError('INSTANT_INVALID', `"${value}" is not a date.`);
  }
  return true;
}
