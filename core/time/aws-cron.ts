import { type Cron, dayNames, hasDayOfMonth, parseCron } from './cron.ts';

/**
 * A Unix cron as EventBridge Scheduler's cron expressions: one, or two where both day fields restrict, for there one of
 * them must be `?`. Where the two fall on one day both fire, at the same instant. Days of the week are names, never
 * numbers: there 1 is Sunday. Fields are numbers, ranges and lists; no step, which there is read from its first value on.
 *
 * @throws {PressrunError} `CRON_INVALID`
 * @example
 * eventBridgeCrons('0 7 * * 1-5') // ['cron(0 7 ? * MON-FRI *)']
 * eventBridgeCrons('0 7 1 * 1')   // ['cron(0 7 1 * ? *)', 'cron(0 7 ? * MON *)']
 */
export function eventBridgeCrons(text: string): string[] {
  const cron = parseCron(text);
  const days = list(cron.daysOfMonth, 31, String);
  const weekdays = list(cron.daysOfWeek, 7, (day) => dayNames[day] ?? '');
  const byDay = () => expression(cron, days, '?');
  const byWeekday = () => expression(cron, '?', weekdays);
  if (cron.restrictsDayOfMonth && cron.restrictsDayOfWeek) {
    // Either field that names every day makes it every day; a day that never comes adds nothing.
    if (days === '*' || weekdays === '*') {
      return [expression(cron, '*', '?')];
    }
    return hasDayOfMonth(cron) ? [byDay(), byWeekday()] : [byWeekday()];
  }
  return [cron.restrictsDayOfWeek && weekdays !== '*' ? byWeekday() : byDay()];
}

function expression(cron: Cron, days: string, weekdays: string): string {
  const minutes = list(cron.minutes, 60, String);
  const hours = list(cron.hours, 24, String);
  const months = list(cron.months, 12, String);
  return `cron(${minutes} ${hours} ${days} ${months} ${weekdays} *)`;
}

/** Sorted values as `*`, or as a list of values and of ranges of three or more. At most 256 characters make an expression. */
function list(values: readonly number[], size: number, name: (value: number) => string): string {
  if (values.length === size) {
    return '*';
  }
  const items: string[] = [];
  for (let first = 0; first < values.length; ) {
    let last = first;
    while (values[last + 1] === (values[last] ?? 0) + 1) {
      last += 1;
    }
    const run = values.slice(first, last + 1).map(name);
    items.push(...(run.length > 2 ? [`${run[0]}-${run.at(-1)}`] : run));
    first = last + 1;
  }
  return items.join(',');
}
