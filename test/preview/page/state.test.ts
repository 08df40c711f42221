import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  initialState,
  narrowest,
  type PageState,
  panels,
  queryOf,
  stateOf,
  views,
  widest,
} from '../../../preview/page/state.ts';
import { instantOfWall, wallTime } from '../../../preview/page/zoned.ts';
import { themes } from '../../../preview/view.ts';

const states: fc.Arbitrary<PageState> = fc.record({
  newsletter: fc.stringMatching(/^[a-z0-9-]{1,40}$/),
  date: fc.constantFrom('2026-03-02', '2026-03-02T0700'),
  at: fc.constantFrom(null, '2026-03-02T12:00:00.000Z'),
  view: fc.constantFrom(...views),
  devices: fc.constantFrom(['phone'], ['tablet', 'desktop'], ['phone', 'desktop']),
  width: fc.option(fc.integer({ min: narrowest, max: widest })),
  theme: fc.constantFrom(...themes),
  pictures: fc.boolean(),
  recipient: fc.constantFrom('sample', 'row-2', 'longest'),
  asSent: fc.boolean(),
  panel: fc.constantFrom(...panels),
  list: fc.boolean(),
  message: fc.constantFrom(null, 'test', 'brief/2026-03-02/a.b.eml'),
});

describe('the address', () => {
  test('holds all of the state, so that a view can be shared', () => {
    fc.assert(fc.property(states, (state) => expect(stateOf(queryOf(state))).toEqual(state)));
  });

  test('names only what differs from the beginning', () => {
    expect(queryOf(initialState)).toBe('');
    expect(queryOf({ ...initialState, theme: 'dark' })).toBe('theme=dark');
  });

  test('takes nothing that cannot be', () => {
    const state = stateOf('theme=pink&view=x&panel=&width=9999&devices=watch&pictures=maybe');
    expect(state).toEqual({ ...initialState, width: widest });
  });
});

describe('time travel', () => {
  test('a wall time is the instant at which the clocks show it', () => {
    const zones = fc.constantFrom('America/New_York', 'Asia/Kathmandu', 'Pacific/Apia', 'Europe/London', 'UTC');
    const minutes = fc.integer({ min: Date.UTC(2024, 0) / 60_000, max: Date.UTC(2028, 0) / 60_000 });
    fc.assert(
      fc.property(zones, minutes, (zone, minute) => {
        const wall = wallTime(new Date(minute * 60_000).toISOString(), zone);
        const instant = instantOfWall(wall, zone);
        // In the hour that comes twice either instant will do.
        expect(instant === null ? null : wallTime(instant, zone)).toBe(wall);
      }),
    );
    expect(instantOfWall('', 'UTC')).toBeNull();
    expect(instantOfWall('2026-03-02T07:00', 'America/New_York')).toBe('2026-03-02T12:00:00.000Z');
  });
});
