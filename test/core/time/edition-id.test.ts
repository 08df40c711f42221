import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { editionIdSchema } from '../../../core/model/edition.ts';
import { cronProblems } from '../../../core/time/cron.ts';
import { editionId } from '../../../core/time/edition-id.ts';
import { latestFiringAtOrBefore } from '../../../core/time/firings.ts';
import { anyCron } from './unix-cron.ts';

function id(cron: string | null, at: string, timeZone = 'America/New_York'): string {
  return editionId({ slug: 'world-brief', timeZone, cron }, at);
}

describe('editionId', () => {
  test('is the date in the newsletter’s time zone', () => {
    expect(id('0 7 * * 1-5', '2026-11-24T04:59:59Z')).toBe('world-brief/2026-11-23');
    expect(id('0 7 * * 1-5', '2026-11-24T05:00:00Z')).toBe('world-brief/2026-11-24');
    expect(id(null, '2026-11-24T05:00:00Z', 'Pacific/Kiritimati')).toBe('world-brief/2026-11-24');
    expect(id('0 7 * * 1-5', '2026-11-23T23:30:00-05:00')).toBe('world-brief/2026-11-23');
  });

  test('has the latest firing where the cron fires more than once a day', () => {
    const cron = '0 7,18 * * *';
    expect(id(cron, '2026-11-23T12:00:00Z')).toBe('world-brief/2026-11-23T0700');
    expect(id(cron, '2026-11-23T12:04:00Z')).toBe('world-brief/2026-11-23T0700');
    expect(id(cron, '2026-11-23T22:59:59.999Z')).toBe('world-brief/2026-11-23T0700');
    expect(id(cron, '2026-11-23T23:00:00Z')).toBe('world-brief/2026-11-23T1800');
  });

  test('has T0000 before the date’s first firing, and on a date without one', () => {
    expect(id('0 7,18 * * *', '2026-11-23T10:00:00Z')).toBe('world-brief/2026-11-23T0000');
    expect(id('0 7,18 * * 1-5', '2026-11-21T20:00:00Z')).toBe('world-brief/2026-11-21T0000');
  });

  test('one firing a day, on dates of two kinds, needs no time', () => {
    expect(id('0 7 1 * 1', '2026-12-01T12:00:00Z')).toBe('world-brief/2026-12-01');
  });

  test('keeps its time on a date where only one of two firings takes place', () => {
    const cron = '30 2,7 * * *';
    expect(id(cron, '2026-03-08T07:30:00Z')).toBe('world-brief/2026-03-08T0000');
    expect(id(cron, '2026-03-08T11:30:00Z')).toBe('world-brief/2026-03-08T0730');
    expect(id(cron, '2026-03-09T06:31:00Z')).toBe('world-brief/2026-03-09T0230');
  });

  test('in the second pass of an overlap stays with the last firing of the first', () => {
    const cron = '*/30 * * * *';
    expect(id(cron, '2026-11-01T05:10:00Z')).toBe('world-brief/2026-11-01T0100');
    expect(id(cron, '2026-11-01T05:40:00Z')).toBe('world-brief/2026-11-01T0130');
    expect(id(cron, '2026-11-01T06:10:00Z')).toBe('world-brief/2026-11-01T0130');
    expect(id(cron, '2026-11-01T07:00:00Z')).toBe('world-brief/2026-11-01T0200');
  });

  test('where the clocks were put back over midnight, the evening that came again is its own date', () => {
    // St. John's, 2010: at 00:01 on 7 November the clocks went back to 23:01 of the 6th.
    const cron = '0 0,12 * * *';
    expect(id(cron, '2010-11-07T02:30:30Z', 'America/St_Johns')).toBe('world-brief/2010-11-07T0000');
    expect(id(cron, '2010-11-07T02:40:00Z', 'America/St_Johns')).toBe('world-brief/2010-11-06T1200');
    expect(id(cron, '2010-11-07T04:00:00Z', 'America/St_Johns')).toBe('world-brief/2010-11-07T0000');
  });

  test('is always an edition id, of the local date; each firing has one of its own, and its minute shares it', () => {
    const zones = fc.constantFrom('America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Asia/Beirut');
    const instants = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) });
    fc.assert(
      fc.property(anyCron, zones, instants, (cron, timeZone, milliseconds) => {
        fc.pre(cronProblems(cron).length === 0);
        const at = new Date(milliseconds).toISOString();
        const local = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(milliseconds);
        const made = id(cron, at, timeZone);
        expect(editionIdSchema.parse(made)).toContain(`/${local}`);
        const latest = latestFiringAtOrBefore(cron, timeZone, at);
        const before = latestFiringAtOrBefore(cron, timeZone, new Date(Date.parse(latest.at) - 1).toISOString());
        expect(id(cron, latest.at, timeZone)).not.toBe(id(cron, before.at, timeZone));
        const later = new Date(Date.parse(latest.at) + 59_000).toISOString();
        expect(id(cron, later, timeZone)).toBe(id(cron, latest.at, timeZone));
      }),
      { numRuns: 150 },
    );
  });
});
