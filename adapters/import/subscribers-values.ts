/** Values repeat by the thousand in a column, and asking Intl costs microseconds. */
function remembering<Value>(parse: (text: string) => Value | null): (text: string) => Value | null {
  const known = new Map<string, Value | null>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const value = parse(text);
    if (known.size < 1000) known.set(text, value);
    return value;
  };
}

/** A language tag in its canonical form; `en_US` is read too. */
export const localeOf = remembering((text) => {
  try {
    const tag = text.replaceAll('_', '-');
    return /^[A-Za-z]{2,3}(?:-|$)/.test(tag) ? (Intl.getCanonicalLocales(tag)[0] ?? null) : null;
  } catch {
    return null;
  }
});

/** An IANA time zone in its canonical spelling; `Europe/london` and `America/New York` are read too. */
export const timeZoneOf = remembering((text) => {
  try {
    if (!/^[A-Za-z]/.test(text)) return null;
    const zone = new Intl.DateTimeFormat('en', { timeZone: text.replaceAll(' ', '_') });
    return zone.resolvedOptions().timeZone;
  } catch {
    return null;
  }
});

const date = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d(?::?\d\d)?)?)?(?:\s*UTC)?$/i;

/** An instant in UTC, from ISO 8601 or what databases write; without an offset it is UTC. Other orders of day and month are not guessed. */
export const instantOf = remembering((text) => {
  const match = date.exec(text);
  if (match === null) return null;
  const [, year, month, day, time = '00:00:00', offset = 'Z'] = match;
  // PostgreSQL writes +00, others +0000.
  const zone = /^[+-]/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3).replace(':', '') || '00'}` : 'Z';
  const instant = new Date(`${year}-${month}-${day}T${time}${zone}`);
  // Date takes 30 February for 2 March.
  if (Number.isNaN(instant.getTime()) || new Date(`${year}-${month}-${day}`).getUTCDate() !== Number(day)) return null;
  return instant.toISOString();
});
