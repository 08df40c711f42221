/**
 * An instant in a time zone, with UTC beside it.
 *
 * @example zonedText('2026-03-02T12:00:00.000Z', 'America/New_York') // 'Mon 2026-03-02 07:00 EST (12:00 UTC)'
 */
export function zonedText(at: string, timeZone: string): string {
  const local = partsAt(at, timeZone);
  const utc = partsAt(at, 'UTC');
  const utcText = utc['date'] === local['date'] ? utc['time'] : `${utc['date']} ${utc['time']}`;
  return `${local['weekday']} ${local['date']} ${local['time']} ${local['zone']} (${utcText} UTC)`;
}

function partsAt(at: string, timeZone: string): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  const parts = Object.fromEntries(format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  return {
    weekday: parts['weekday'] ?? '',
    date: `${parts['year']}-${parts['month']}-${parts['day']}`,
    time: `${parts['hour']}:${parts['minute']}`,
    zone: parts['timeZoneName'] ?? '',
  };
}
