/** What the clocks of a time zone show at an instant: `YYYY-MM-DDTHH:MM`, as a field for date and time wants it. */
export function wallTime(at: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(at));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/**
 * The instant of a wall time in a time zone, in UTC. One that the clocks skip is the instant as far after the jump.
 * @returns null where it is none, as in an empty field.
 */
export function instantOfWall(wall: string, timeZone: string): string | null {
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) return null;
  const offsetAt = (at: number) =>
    Date.parse(`${wallTime(new Date(at).toISOString(), timeZone)}Z`) - Math.floor(at / 60_000) * 60_000;
  const guess = asUtc - offsetAt(asUtc);
  return new Date(asUtc - offsetAt(guess)).toISOString();
}

/** A date and time as a list shows them: `Mon 2 Mar`, `07:00`. */
export function dayAndTime(local: string): { day: string; time: string; year: string } {
  const date = new Date(`${local.replace(' ', 'T')}:00Z`);
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(date);
  return {
    day: format({ weekday: 'short', day: 'numeric', month: 'short' }).replace(',', ''),
    time: local.slice(11, 16),
    year: local.slice(0, 4),
  };
}

/** A date in full: `Monday, 2 March 2026`. */
export function longDay(local: string): string {
  const date = new Date(`${local.replace(' ', 'T')}:00Z`);
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' }).format(date);
}
