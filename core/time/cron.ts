import { PressrunError, type Problem } from '../errors.ts';

/**
 * A five-field Unix cron, read into the values that each field allows, sorted. It says nothing of a time zone.
 *
 * A day matches when its month does and its day does: with neither day field restricted every day; with one, that one;
 * with both, either (POSIX's rule). A day field is restricted unless it holds a plain `*`, so `1-31` and a step over `*`
 * are restrictions.
 */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly daysOfMonth: readonly number[];
  readonly months: readonly number[];
  /** 0 is Sunday, 6 Saturday. */
  readonly daysOfWeek: readonly number[];
  readonly restrictsDayOfMonth: boolean;
  readonly restrictsDayOfWeek: boolean;
}

/** What is wrong with one field of a cron. */
export interface CronProblem {
  /** `minute`, `hour`, `day of month`, `month` or `day of week`; empty for the cron as a whole. */
  field: string;
  got: string;
  allowed: string;
}

interface Field {
  name: string;
  least: number;
  most: number;
  /** Names stand for `least`, `least + 1` and so on. */
  names: readonly string[];
  range: string;
}

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** The days of the week as cron and EventBridge name them, Sunday first. */
export const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;

const minuteField: Field = { name: 'minute', least: 0, most: 59, names: [], range: '0-59' };
const hourField: Field = { name: 'hour', least: 0, most: 23, names: [], range: '0-23' };
const dayOfMonthField: Field = { name: 'day of month', least: 1, most: 31, names: [], range: '1-31' };
const monthField: Field = { name: 'month', least: 1, most: 12, names: monthNames, range: '1-12 or JAN-DEC' };
const dayOfWeekField: Field = {
  name: 'day of week',
  least: 0,
  most: 7,
  names: dayNames,
  range: '0-7 or SUN-SAT, where 0 and 7 are Sunday',
};

const wholeAllowed = 'five fields: minute hour day-of-month month day-of-week, such as "0 7 * * 1-5"';
const longestMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads a five-field Unix cron: `*`, numbers, names of months and days in any case, lists, rising ranges and steps over
 * `*` or a range. Seconds, years, `@daily` and the signs of other dialects (`?`, `L`, `W`, `#`) are refused, as is a cron
 * that no date ever matches.
 *
 * @param where - how the error names the place: the file, and the path of the cron in it.
 * @throws {PressrunError} `CRON_INVALID`, with a problem for each bad field.
 * @example
 * parseCron('0 7 * * MON-FRI').daysOfWeek // [1, 2, 3, 4, 5]
 */
export function parseCron(text: string, where: { file: string; field: string } = { file: '', field: 'cron' }): Cron {
  const { cron, problems } = read(text);
  if (problems.length > 0) {
    const named = problems.map(({ field, got, allowed }) =>
      field === '' ? `it needs ${allowed}` : `${field} is "${got}", allowed is ${allowed}`,
    );
    throw new PressrunError('CRON_INVALID', `The cron "${shorten(text)}" cannot be read: ${named.join('; ')}.`, {
      problems: problems.map(
        ({ field, got, allowed }): Problem => ({
          file: where.file,
          field: field === '' ? where.field : `${where.field} (${field})`,
          got,
          allowed,
        }),
      ),
    });
  }
  return cron;
}

/** @returns everything wrong with the cron; empty where it can be read. */
export function cronProblems(text: string): CronProblem[] {
  return read(text).problems;
}

/** Whether the cron fires more than once on a date that it fires on at all; in Unix cron every such date has the same times. */
export function firesSeveralTimesADay(cron: Cron): boolean {
  return cron.minutes.length * cron.hours.length > 1;
}

/** Whether some month of the cron has one of its days of the month. */
export function hasDayOfMonth(cron: Cron): boolean {
  return cron.months.some((month) => cron.daysOfMonth.some((day) => day <= (longestMonth[month - 1] ?? 0)));
}

function read(text: string): { cron: Cron; problems: CronProblem[] } {
  const parts = text.trim().split(/\s+/);
  const problems: CronProblem[] = [];
  if (parts.length !== 5) {
    problems.push({ field: '', got: shorten(text), allowed: wholeAllowed });
  }
  // A part that is missing is read as "*": the count of fields has been refused already.
  const readPart = (index: number, field: Field) =>
    readField(parts.length === 5 ? (parts[index] ?? '*') : '*', field, problems);
  const minutes = readPart(0, minuteField);
  const hours = readPart(1, hourField);
  const daysOfMonth = readPart(2, dayOfMonthField);
  const months = readPart(3, monthField);
  const daysOfWeek = readPart(4, dayOfWeekField);
  const cron: Cron = {
    minutes: minutes.values,
    hours: hours.values,
    daysOfMonth: daysOfMonth.values,
    months: months.values,
    daysOfWeek: sorted(daysOfWeek.values.map((day) => day % 7)),
    restrictsDayOfMonth: daysOfMonth.restricted,
    restrictsDayOfWeek: daysOfWeek.restricted,
  };
  if (problems.length === 0 && !cron.restrictsDayOfWeek && !hasDayOfMonth(cron)) {
    problems.push({
      field: dayOfMonthField.name,
      got: parts[2] ?? '',
      allowed: `a day that comes in the month given; no date matches ${parts[2]} in month ${parts[3]}`,
    });
  }
  return { cron, problems };
}

function readField(
  part: string,
  field: Field,
  problems: CronProblem[],
): { values: readonly number[]; restricted: boolean } {
  const values = new Set<number>();
  let restricted = true;
  for (const item of part.split(',')) {
    const problem = readItem(item, field, values);
    if (problem !== null) {
      problems.push({ field: field.name, got: part, allowed: problem });
      break;
    }
    if (/^\*(?:\/0*1)?$/.test(item)) {
      restricted = false;
    }
  }
  return { values: sorted(values), restricted };
}

/** Adds the item's values. @returns what is allowed, where the item is not. */
function readItem(item: string, field: Field, values: Set<number>): string | null {
  const match = /^(?:(?<star>\*)|(?<from>[A-Za-z]+|\d+)(?:-(?<to>[A-Za-z]+|\d+))?)(?:\/(?<step>\d+))?$/.exec(item);
  if (match?.groups === undefined) {
    return refusal(item, field);
  }
  const { star, from, to, step } = match.groups;
  const first = star === undefined ? numberOf(from ?? '', field) : field.least;
  // Sunday by name ends a range as 7: FRI-SUN rises.
  const named = to === undefined ? first : numberOf(to, field);
  const sunday = field === dayOfWeekField && named === 0 && first !== null && first > 0 && /^[a-z]/i.test(to ?? '');
  const last = star === undefined ? (sunday ? 7 : named) : lastOf(field);
  if (first === null || last === null) {
    return refusal(item, field);
  }
  if (first > last) {
    return `${formOf(field)}; a range rises: write ${from}-${lastOf(field)},${field.least}-${to}`;
  }
  if (step !== undefined && star === undefined && to === undefined) {
    return `${formOf(field)}; a step stands after "*" or a range: write ${from}-${lastOf(field)}/${step}`;
  }
  const stride = Number(step ?? 1);
  const span = lastOf(field) - field.least + 1;
  if (stride < 1 || stride > span) {
    return `a step from 1 to ${span}`;
  }
  for (let value = first; value <= last; value += stride) {
    values.add(value);
  }
  return null;
}

function numberOf(text: string, field: Field): number | null {
  const name = field.names.indexOf(text.toUpperCase());
  const value = name >= 0 ? name + field.least : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= field.least && value <= field.most ? value : null;
}

/** The last value that `*` stands for: 7 is Sunday again. */
function lastOf(field: Field): number {
  return field === dayOfWeekField ? 6 : field.most;
}

function refusal(item: string, field: Field): string {
  const foreign = /[?#]|^(?:\d*|[a-z]{3})[lw]{1,2}$/i.test(item);
  return foreign ? `${formOf(field)}; "?", "L", "W" and "#" belong to other dialects` : formOf(field);
}

function formOf(field: Field): string {
  return `${field.range}, "*", and lists (1,2), ranges (1-5) and steps (*/2, 1-5/2) of these`;
}

function sorted(values: Iterable<number>): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
