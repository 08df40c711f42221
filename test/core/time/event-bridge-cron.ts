/** Which wall times a cron names: those of its days, at its minutes of the day. */
export interface Matcher {
  onDay(date: Date): boolean;
  /** Rising. */
  minutesOfDay: readonly number[];
}

/**
 * EventBridge's cron dialect, as its user guide documents it, read independently of the product: six fields; `,` `-` `*`
 * and `/` (not in the day of the week); months and days by name or number, Sunday being 1; exactly one of the day fields
 * is `?`. `L`, `W` and `#` are not read. An expression has at most 256 characters.
 *
 * @returns its days (asked by their midnight, written as UTC), and its minutes of the day.
 */
export function eventBridgeMatcher(expression: string): Matcher {
  if (expression.length > 256) {
    throw new Error(`longer than 256 characters: ${expression}`);
  }
  const body = /^cron\((.*)\)$/.exec(expression)?.[1] ?? '';
  const fields = body.split(' ');
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if (fields.length !== 6 || (dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new Error(`not a cron of EventBridge: ${expression}`);
  }
  const minutes = allowed(minute, 0, 59, '');
  const hours = allowed(hour, 0, 23, '');
  const months = allowed(month, 1, 12, 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC');
  const years = allowed(year, 1970, 2199, '');
  const days = dayOfMonth === '?' ? null : allowed(dayOfMonth, 1, 31, '');
  if (dayOfWeek.includes('/')) {
    throw new Error(`a step in the day of the week: ${expression}`);
  }
  const weekdays = dayOfWeek === '?' ? null : allowed(dayOfWeek, 1, 7, 'SUN MON TUE WED THU FRI SAT');
  return {
    onDay: (date) =>
      (days?.has(date.getUTCDate()) ?? true) &&
      months.has(date.getUTCMonth() + 1) &&
      (weekdays?.has(date.getUTCDay() + 1) ?? true) &&
      years.has(date.getUTCFullYear()),
    minutesOfDay: Array.from({ length: 1440 }, (_, minuteOfDay) => minuteOfDay).filter(
      (minuteOfDay) => minutes.has(minuteOfDay % 60) && hours.has(Math.floor(minuteOfDay / 60)),
    ),
  };
}

function allowed(field: string, least: number, most: number, names: string): Set<number> {
  const number = (text: string): number => {
    const index = names === '' ? -1 : names.split(' ').indexOf(text);
    const value = index >= 0 ? index + least : /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) {
      throw new Error(`"${text}" is not from ${least} to ${most}`);
    }
    return value;
  };
  const values = new Set<number>();
  for (const item of field.split(',')) {
    const [span = '', step = '1'] = item.split('/');
    const [from = '', to] = span === '*' ? [String(least), String(most)] : span.split('-');
    const end = to !== undefined ? number(to) : item.includes('/') ? most : number(from);
    if (number(from) > end || !/^[1-9]\d*$/.test(step)) {
      throw new Error(`"${item}" is no range`);
    }
    for (let value = number(from); value <= end; value += Number(step)) {
      values.add(value);
    }
  }
  return values;
}
