/** A stretch of time over which a zone's offset is constant; milliseconds. */
export interface Steady {
  from: number;
  until: number;
  offset: number;
}

/**
 * The instants from `from` until `until` at which the clocks of a zone show a wanted wall time (written as UTC) for the
 * first time. It knows of zones only what Intl shows, so it judges the product's rules for gaps (such a wall time is never
 * shown) and overlaps (the second showing is not the first) from outside.
 */
export function firstShowings(stretches: readonly Steady[], wanted: readonly number[]): number[] {
  let shown = Number.NEGATIVE_INFINITY;
  const instants: number[] = [];
  for (const { from, until, offset } of stretches) {
    const walls = wanted.filter((wall) => wall >= from + offset && wall < until + offset && wall > shown);
    instants.push(...walls.map((wall) => wall - offset));
    shown = Math.max(shown, until + offset - 60_000);
  }
  return instants;
}

/** The stretches of steady offset of a zone, from end to end, found by asking Intl. */
export function steadyStretches(timeZone: string, from: number, until: number): Steady[] {
  const offsetAt = offsets(timeZone);
  const stretches: Steady[] = [];
  let start = from;
  for (let at = from; at < until; ) {
    const next = Math.min(at + 86_400_000, until);
    if (offsetAt(next) === offsetAt(start)) {
      at = next;
      continue;
    }
    let low = at;
    let high = next;
    while (high - low > 60_000) {
      const middle = low + Math.floor((high - low) / 120_000) * 60_000;
      if (offsetAt(middle) === offsetAt(start)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    stretches.push({ from: start, until: high, offset: offsetAt(start) });
    start = high;
    at = high;
  }
  stretches.push({ from: start, until, offset: offsetAt(start) });
  return stretches;
}

function offsets(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const known = new Map<number, number>();
  return (at) => {
    const cached = known.get(at);
    if (cached !== undefined) {
      return cached;
    }
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const shown = Date.UTC(part['year'] ?? 0, (part['month'] ?? 0) - 1, part['day'], part['hour'], part['minute']);
    known.set(at, shown - at);
    return shown - at;
  };
}
