import type { Newsletter } from '../model/newsletter.ts';
import { localDate } from './calendar.ts';
import { firesSeveralTimesADay, parseCron } from './cron.ts';
import { latestFiringAtOrBefore } from './firings.ts';
import { instantMilliseconds } from './wall-time.ts';

/**
 * The id of the edition that a newsletter makes at an instant: `<newsletter>/<YYYY-MM-DD>`, the instant's date in the
 * newsletter's time zone. Where its cron fires more than once a day, `T<HHMM>` follows: the latest firing of that date
 * at or before the instant, in local time, so that a run by hand a few minutes later is the same edition. Before the
 * date's first firing, and on a date without one, that is `T0000`: never the time of a firing still to come.
 *
 * @throws {PressrunError} `CRON_INVALID`, `INSTANT_INVALID`
 * @example
 * editionId({ slug: 'world-brief', timeZone: 'America/New_York', cron: '0 7,18 * * *' }, '2026-11-23T12:04:00Z')
 * // 'world-brief/2026-11-23T0700'
 */
export function editionId(newsletter: Pick<Newsletter, 'slug' | 'timeZone' | 'cron'>, at: string): string {
  const { slug, timeZone, cron } = newsletter;
  const date = localDate(at, timeZone);
  if (cron === null || !firesSeveralTimesADay(parseCron(cron))) {
    return `${slug}/${date}`;
  }
  let firing = latestFiringAtOrBefore(cron, timeZone, at);
  // Clocks put back over midnight come to a date for the second time, after firings of the next.
  while (firing.local.slice(0, 10) > date) {
    firing = latestFiringAtOrBefore(cron, timeZone, new Date(instantMilliseconds(firing.at) - 1).toISOString());
  }
  const [day = '', time = ''] = firing.local.split('T');
  return `${slug}/${date}T${day === date ? time.replace(':', '') : '0000'}`;
}
