import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { instantMilliseconds, placeWallTime, wallClock, wallTimeAt } from '../../../core/time/wall-time.ts';

const zones = ['America/New_York', 'Australia/Lord_Howe', 'Asia/Beirut', 'Asia/Tehran', 'Pacific/Apia', 'UTC'];

describe('wallClock', () => {
  test('shows what the clocks show, at a change of them too', () => {
    const change = Date.parse('2026-03-08T07:00:00Z');
    const wallTime = wallClock('America/New_York');
    for (const at of [change, change - 1, change + 1, change - 1, change]) {
      expect(wallTime(at)).toBe(wallTimeAt(at, 'America/New_York'));
    }
  });

  test.each(zones)('agrees with `wallTimeAt` in %s', (timeZone) => {
    const instants = fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2030, 0, 1) });
    fc.assert(
      fc.property(fc.array(instants, { maxLength: 10 }), (all) => {
        const wallTime = wallClock(timeZone);
        expect(all.map(wallTime)).toEqual(all.map((at) => wallTimeAt(at, timeZone)));
      }),
      { numRuns: 30 },
    );
  });
});

test.each(zones)('placeWallTime finds an instant that shows the wall time, or none does, in %s', (timeZone) => {
  // The hours in which clocks change, over three years.
  const walls = fc
    .tuple(fc.integer({ min: 0, max: 3 * 365 }), fc.integer({ min: 0, max: 4 * 60 }))
    .map(([day, minute]) => Date.UTC(2026, 0, 1 + day, 0, minute));
  fc.assert(
    fc.property(walls, (wall) => {
      const placed = placeWallTime(wall, timeZone);
      if (placed.at !== null) {
        expect(wallTimeAt(placed.at, timeZone)).toBe(wall);
      } else {
        expect(wallTimeAt(placed.skippedAt - 1, timeZone)).toBeLessThan(wall);
        expect(wallTimeAt(placed.skippedAt, timeZone)).toBeGreaterThan(wall);
      }
    }),
    { numRuns: 100 },
  );
});

test.each([
  ['2026-11-23T12:00:00Z', Date.UTC(2026, 10, 23, 12)],
  ['2026-11-23T07:00:00-05:00', Date.UTC(2026, 10, 23, 12)],
  ['2026-11-23T12:00:00.250Z', Date.UTC(2026, 10, 23, 12, 0, 0, 250)],
])('instantMilliseconds reads %s', (text, milliseconds) => {
  expect(instantMilliseconds(text)).toBe(milliseconds);
});

test.each(['', '2026-11-23', '2026-11-23T12:00:00', '23 Nov 2026 12:00 Z', '2026-11-23T25:00:00Z'])(
  'instantMilliseconds refuses "%s"',
  (text) => {
    expect(() => instantMilliseconds(text)).toThrow('is not an instant');
  },
);
