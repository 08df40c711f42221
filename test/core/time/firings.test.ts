import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { cronProblems } from '../../../core/time/cron.ts';
import { firings, latestFiringAtOrBefore, nextFiring } from '../../../core/time/firings.ts';
import { sparseCron } from './unix-cron.ts';

/** [local, at] of each firing, with the kind of its note. */
function shown(cron: string, timeZone: string, from: string, count: number) {
  return firings(cron, timeZone, { from, count }).map(({ local, at, note }) => [local, at, note?.kind ?? null]);
}

describe('firings across changes of the clocks', () => {
  test('New York: spring gap skipped, autumn overlap once', () => {
    expect(shown('30 2 * * *', 'America/New_York', '2026-03-07T12:00:00Z', 2)).toEqual([
      ['2026-03-08T02:30', null, 'gap'],
      ['2026-03-09T02:30', '2026-03-09T06:30:00.000Z', null],
    ]);
    expect(shown('30 1 * * *', 'America/New_York', '2026-10-31T12:00:00Z', 2)).toEqual([
      ['2026-11-01T01:30', '2026-11-01T05:30:00.000Z', 'overlap'],
      ['2026-11-02T01:30', '2026-11-02T06:30:00.000Z', null],
    ]);
    expect(shown('0 7 * * 1-5', 'America/New_York', '2026-03-05T00:00:00Z', 3)).toEqual([
      ['2026-03-05T07:00', '2026-03-05T12:00:00.000Z', null],
      ['2026-03-06T07:00', '2026-03-06T12:00:00.000Z', null],
      ['2026-03-09T07:00', '2026-03-09T11:00:00.000Z', null],
    ]);
  });

  test('London', () => {
    expect(shown('0,30 1 * * 0', 'Europe/London', '2026-03-28T00:00:00Z', 3)).toEqual([
      ['2026-03-29T01:00', null, 'gap'],
      ['2026-03-29T01:30', null, 'gap'],
      ['2026-04-05T01:00', '2026-04-05T00:00:00.000Z', null],
    ]);
    expect(shown('0 1,2 25 10 *', 'Europe/London', '2026-10-01T00:00:00Z', 2)).toEqual([
      ['2026-10-25T01:00', '2026-10-25T00:00:00.000Z', 'overlap'],
      ['2026-10-25T02:00', '2026-10-25T02:00:00.000Z', null],
    ]);
  });

  test('Lord Howe, whose clocks move by half an hour', () => {
    expect(shown('15 1,2 * * *', 'Australia/Lord_Howe', '2026-10-03T12:00:00Z', 2)).toEqual([
      ['2026-10-04T01:15', '2026-10-03T14:45:00.000Z', null],
      ['2026-10-04T02:15', null, 'gap'],
    ]);
    expect(shown('15,45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T12:00:00Z', 2)).toEqual([
      ['2026-04-05T01:15', '2026-04-04T14:15:00.000Z', null],
      ['2026-04-05T01:45', '2026-04-04T14:45:00.000Z', 'overlap'],
    ]);
  });

  test('Tehran, without daylight saving since 2022', () => {
    const notes = firings('30 0 * * *', 'Asia/Tehran', { from: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' });
    expect(notes).toHaveLength(365);
    expect(notes.filter(({ note }) => note !== null)).toEqual([]);
    expect(shown('30 0 22 3 *', 'Asia/Tehran', '2022-01-01T00:00:00Z', 2)).toEqual([
      ['2022-03-22T00:30', null, 'gap'],
      ['2023-03-22T00:30', '2023-03-21T21:00:00.000Z', null],
    ]);
  });

  test('Apia, which skipped 30 December 2011', () => {
    expect(shown('0 7 * * *', 'Pacific/Apia', '2011-12-29T12:00:00Z', 3)).toEqual([
      ['2011-12-29T07:00', '2011-12-29T17:00:00.000Z', null],
      ['2011-12-30T07:00', null, 'gap'],
      ['2011-12-31T07:00', '2011-12-30T17:00:00.000Z', null],
    ]);
    expect(firings('0 7 30 12 *', 'Pacific/Apia', { from: '2011-12-01T00:00:00Z', count: 1 })[0]?.note?.text).toBe(
      '07:00 does not come on 2011-12-30, for the clocks go from 2011-12-30 00:00 to 2011-12-31 00:00: skipped',
    );
  });

  test('Beirut, whose gap begins at midnight and whose overlap ends there', () => {
    expect(shown('0 0 * * *', 'Asia/Beirut', '2026-03-28T12:00:00Z', 1)).toEqual([['2026-03-29T00:00', null, 'gap']]);
    expect(shown('30 23 * * *', 'Asia/Beirut', '2026-10-24T12:00:00Z', 2)).toEqual([
      ['2026-10-24T23:30', '2026-10-24T20:30:00.000Z', 'overlap'],
      ['2026-10-25T23:30', '2026-10-25T21:30:00.000Z', null],
    ]);
  });

  test('the notes say what happens', () => {
    const note = (cron: string, from: string) => firings(cron, 'America/New_York', { from, count: 1 })[0]?.note?.text;
    expect(note('30 2 * * *', '2026-03-08T05:00:00Z')).toBe(
      '02:30 does not come on 2026-03-08, for the clocks go from 02:00 to 03:00: skipped',
    );
    expect(note('30 1 * * *', '2026-11-01T04:00:00Z')).toBe(
      '01:30 comes twice on 2026-11-01, at 05:30 and 06:30 UTC: once, at the first',
    );
  });
});

describe('firings', () => {
  test('takes `from` and leaves `until`', () => {
    const window = { from: '2026-11-23T12:00:00Z', until: '2026-11-24T12:00:00Z' };
    expect(firings('0 7 * * *', 'America/New_York', window).map(({ at }) => at)).toEqual(['2026-11-23T12:00:00.000Z']);
  });

  test('either day field makes a day, where both restrict', () => {
    expect(shown('0 7 1 * 1', 'UTC', '2026-11-28T00:00:00Z', 3).map(([local]) => local)).toEqual([
      '2026-11-30T07:00',
      '2026-12-01T07:00',
      '2026-12-07T07:00',
    ]);
  });

  test('windows that meet lose nothing and repeat nothing, in gaps and overlaps too', () => {
    // The changes themselves are at minutes 420 and 360.
    const minute = fc.oneof(fc.constantFrom(360, 420), fc.integer({ min: 0, max: 2 * 1440 }));
    const cuts = fc.array(minute, { maxLength: 6 });
    const changes = fc.constantFrom('2026-03-08T00:00:00Z', '2026-11-01T00:00:00Z');
    fc.assert(
      fc.property(changes, cuts, (day, minutes) => {
        const at = (minute: number) => new Date(Date.parse(day) + minute * 60_000).toISOString();
        const edges = [0, ...minutes.toSorted((a, b) => a - b), 2 * 1440].map(at);
        const parts = edges
          .slice(1)
          .flatMap((until, index) =>
            firings('*/20 * * * *', 'America/New_York', { from: edges[index] ?? until, until }),
          );
        const whole = firings('*/20 * * * *', 'America/New_York', { from: at(0), until: at(2 * 1440) });
        expect(parts).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  test('refuses what is no instant', () => {
    expect(() => firings('0 7 * * *', 'UTC', { from: 'tomorrow', count: 1 })).toThrow('"tomorrow" is not an instant');
    expect(() => nextFiring('0 7 * * *', 'UTC', '2026-11-23')).toThrow('not an instant');
  });
});

describe('nextFiring and latestFiringAtOrBefore', () => {
  test('the next is after the instant, the latest may be at it', () => {
    const at = '2026-11-23T12:00:00Z';
    expect(nextFiring('0 7 * * *', 'America/New_York', at)).toMatchObject({ local: '2026-11-24T07:00' });
    expect(latestFiringAtOrBefore('0 7 * * *', 'America/New_York', at)).toMatchObject({ local: '2026-11-23T07:00' });
    expect(latestFiringAtOrBefore('0 7 * * *', 'America/New_York', '2026-11-23T11:59:59.999Z')).toMatchObject({
      local: '2026-11-22T07:00',
    });
  });

  test('pass over the gap', () => {
    expect(nextFiring('30 2 * * *', 'America/New_York', '2026-03-08T06:00:00Z')).toMatchObject({
      local: '2026-03-09T02:30',
    });
    expect(latestFiringAtOrBefore('30 2 * * *', 'America/New_York', '2026-03-08T12:00:00Z')).toMatchObject({
      local: '2026-03-07T02:30',
    });
  });

  test('in the second pass of an overlap every firing of the first is behind', () => {
    // 01:10 for the second time.
    expect(latestFiringAtOrBefore('30 1 * * *', 'America/New_York', '2026-11-01T06:10:00Z')).toMatchObject({
      local: '2026-11-01T01:30',
      at: '2026-11-01T05:30:00.000Z',
    });
    expect(nextFiring('*/30 * * * *', 'America/New_York', '2026-11-01T06:10:00Z')).toMatchObject({
      local: '2026-11-01T02:00',
    });
  });

  test('agree with `firings` at every firing and just beside it', () => {
    const zones = fc.constantFrom('America/New_York', 'Australia/Lord_Howe', 'Asia/Beirut', 'Pacific/Apia');
    fc.assert(
      fc.property(sparseCron, zones, (cron, timeZone) => {
        fc.pre(cronProblems(cron).length === 0);
        const found = firings(cron, timeZone, { from: '2026-03-01T00:00:00Z', until: '2026-04-15T00:00:00Z' });
        const instants = found.flatMap(({ at }) => at ?? []).slice(0, 30);
        for (const [index, at] of instants.entries()) {
          const beside = (milliseconds: number) => new Date(Date.parse(at) + milliseconds).toISOString();
          expect(nextFiring(cron, timeZone, beside(-1)).at).toBe(at);
          expect(latestFiringAtOrBefore(cron, timeZone, at).at).toBe(at);
          expect(latestFiringAtOrBefore(cron, timeZone, beside(59_999)).at).toBe(at);
          if (index > 0) {
            expect(latestFiringAtOrBefore(cron, timeZone, beside(-1)).at).toBe(instants[index - 1]);
          }
        }
      }),
      { numRuns: 25 },
    );
  });
});
