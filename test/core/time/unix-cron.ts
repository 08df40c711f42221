import * as fc from 'fast-check';
import type { Matcher } from './event-bridge-cron.ts';

const months = ['jan', 'FEB', 'Mar', 'APR', 'may', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const days = ['SUN', 'mon', 'TUE', 'Wed', 'THU', 'FRI', 'SAT'];

/** One item of a field: a value, a range, a stepped range, or a stepped star. */
function item(least: number, most: number, names: readonly string[]): fc.Arbitrary<string> {
  const span = most - least;
  const named = (value: number, byName: boolean) => (byName ? (names[value - least] ?? String(value)) : String(value));
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(fc.integer({ min: least, max: most }), fc.boolean()).map(([a, n]) => named(a, n)),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }), fc.boolean())
        .map(([a, b, n]) => `${named(Math.min(a, b), n)}-${Math.max(a, b)}`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.integer({ min: least, max: most }), fc.integer({ min: 1, max: Math.min(span, 6) }))
        .map(([a, step]) => `${a}-${most}/${step}`),
    },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: Math.min(span, 30) }).map((step) => `*/${step}`) },
  );
}

function field(least: number, most: number, names: readonly string[] = []): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constant('*'),
    fc.array(item(least, most, names), { minLength: 1, maxLength: 4 }).map((items) => items.join(',')),
  );
}

const fewOf = (value: fc.Arbitrary<number>) =>
  fc.array(value, { minLength: 1, maxLength: 2 }).map((values) => values.join(','));
// Clocks change in the small hours.
const anyHour = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 23 }));

/** Valid crons of every form; a few never fire. */
export const anyCron = fc
  .tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12, months), field(0, 7, days))
  .map((fields) => fields.join(' '));

/** Valid crons that fire at most four times a day. */
export const sparseCron = fc
  .tuple(fewOf(fc.integer({ min: 0, max: 59 })), fewOf(anyHour), field(1, 31), field(1, 12, months), field(0, 7, days))
  .map((fields) => fields.join(' '));

/**
 * Unix cron, read independently of the product and as loosely as it may be: only valid crons are given to it.
 * @returns its days (asked by their midnight, written as UTC), and its minutes of the day.
 */
export function unixMatcher(cron: string): Matcher {
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = ''] = cron.toUpperCase().split(' ');
  const minuteHolds = table(60, (value) => holds(minute, value, 0, 59, []));
  const hourHolds = table(24, (value) => holds(hour, value, 0, 23, []));
  const dayHolds = table(32, (value) => holds(dayOfMonth, value, 1, 31, []));
  const monthHolds = table(13, (value) => holds(month, value, 1, 12, months));
  const weekdayHolds = table(7, (value) =>
    (value === 0 ? [0, 7] : [value]).some((number) => holds(dayOfWeek, number, 0, 6, days)),
  );
  const star = [dayOfMonth, dayOfWeek].some((text) => text.split(',').some((part) => part === '*' || part === '*/1'));
  return {
    onDay: (date) => {
      const day = dayHolds[date.getUTCDate()] === true;
      const weekday = weekdayHolds[date.getUTCDay()] === true;
      return monthHolds[date.getUTCMonth() + 1] === true && (star ? day && weekday : day || weekday);
    },
    minutesOfDay: Array.from({ length: 1440 }, (_, minuteOfDay) => minuteOfDay).filter(
      (minuteOfDay) => minuteHolds[minuteOfDay % 60] === true && hourHolds[Math.floor(minuteOfDay / 60)] === true,
    ),
  };
}

function table(size: number, holds: (value: number) => boolean): boolean[] {
  return Array.from({ length: size }, (_, value) => holds(value));
}

function holds(text: string, value: number, least: number, most: number, names: readonly string[]): boolean {
  const number = (name: string) => {
    const index = names.findIndex((known) => known.toUpperCase() === name);
    return index >= 0 ? index + least : Number(name);
  };
  return text.split(',').some((part) => {
    const [span = '', step = '1'] = part.split('/');
    const [from = '', to = from] = span === '*' ? [String(least), String(most)] : span.split('-');
    return value >= number(from) && value <= number(to) && (value - number(from)) % Number(step) === 0;
  });
}
