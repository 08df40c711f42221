/** A date as it was written. */
export interface ReadDate {
  /** ISO 8601, in UTC. */
  at: string;
  /** Whether it named no time zone, so that UTC was taken. */
  zoneless: boolean;
}

// RFC 822, section 5, and what European and Pacific publishers write besides. Minutes east of UTC.
const zones: ReadonlyMap<string, number> = new Map([
  ...[
    ['UT', 0],
    ['UTC', 0],
    ['GMT', 0],
    ['Z', 0],
    ['EST', -300],
    ['EDT', -240],
    ['CST', -360],
    ['CDT', -300],
  ],
  ...[
    ['MST', -420],
    ['MDT', -360],
    ['PST', -480],
    ['PDT', -420],
    ['WET', 0],
    ['WEST', 60],
    ['BST', 60],
  ],
  ...[
    ['CET', 60],
    ['CEST', 120],
    ['EET', 120],
    ['EEST', 180],
    ['MSK', 180],
    ['JST', 540],
    ['AEST', 600],
  ],
  ...[
    ['AEDT', 660],
    ['NZST', 720],
    ['NZDT', 780],
  ],
] as [string, number][]);

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const time = '(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?';
const offset = '\\s*(Z|[A-Za-z]{2,4}|[+-]\\d{2}:?\\d{2}|[+-]\\d{2})?';
/** ISO 8601, with a space where the T stands as well, and as a bare date. */
const iso = new RegExp(`^(\\d{4})-(\\d{2})-(\\d{2})(?:(?:T|\\s+)${time}${offset})?$`, 'i');
/** RFC 822 and its successors, as feeds write dates. */
const rfc = new RegExp(
  `^(?:[A-Za-z]{3,9},?\\s+)?(\\d{1,2})[\\s-]+([A-Za-z]{3})[A-Za-z]*[\\s-]+(\\d{4}|\\d{2})(?:\\s+${time}${offset})?$`,
);

/**
 * The instant that a feed, a page or front matter names.
 * @returns null where it is no date, or no date that there is, such as 30 February.
 * @example readDate('Mon, 23 Nov 2026 07:00:00 EST') // { at: '2026-11-23T12:00:00.000Z', zoneless: false }
 */
export function readDate(value: string): ReadDate | null {
  const text = value.trim();
  if (text.length > 64) return null;
  const isoParts = iso.exec(text);
  if (isoParts !== null) {
    const [, year = '', month = '', day = '', ...clock] = isoParts;
    return instant(Number(year), Number(month), Number(day), clock);
  }
  const rfcParts = rfc.exec(text);
  if (rfcParts === null) return null;
  const [, day = '', name = '', year = '', ...clock] = rfcParts;
  const month = months.indexOf(name.toLowerCase()) + 1;
  const century = year.length === 4 ? 0 : Number(year) < 50 ? 2000 : 1900;
  return instant(century + Number(year), month, Number(day), clock);
}

/** An instant by RFC 3339: with its offset, or null. */
export function readInstant(value: string): string | null {
  const date = /^\d{4}-\d{2}-\d{2}[Tt ]/.test(value) ? readDate(value) : null;
  return date === null || date.zoneless ? null : date.at;
}

function instant(year: number, month: number, day: number, clock: readonly (string | undefined)[]): ReadDate | null {
  const [hour = '0', minute = '0', second = '0', fraction = '0', zone] = clock;
  const milliseconds = Math.floor(Number(`0.${fraction}`) * 1000);
  // A leap second is the second before it.
  const at = Date.UTC(year, month - 1, day, Number(hour), Number(minute), Math.min(Number(second), 59), milliseconds);
  const offsetMinutes = zone === undefined || zone === '' ? 0 : minutesEast(zone);
  const date = new Date(at);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === Number(hour);
  if (offsetMinutes === null || !exists || Number(minute) > 59 || Number(second) > 60 || year < 1500) return null;
  return { at: new Date(at - offsetMinutes * 60_000).toISOString(), zoneless: zone === undefined || zone === '' };
}

function minutesEast(zone: string): number | null {
  const numeric = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (numeric === null) return zones.get(zone.toUpperCase()) ?? null;
  const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0);
  return minutes > 24 * 60 ? null : numeric[1] === '-' ? -minutes : minutes;
}
