import { describe, expect, test } from '@jest/globals';
import {
  durationMilliseconds,
  localDate,
  localDateTime,
  longDate,
  shortDate,
  startOfDay,
  timeOfDay,
} from '../../../core/time/calendar.ts';

const newYork = { locale: 'en-US', timeZone: 'America/New_York' };

describe('dates in a time zone', () => {
  test('localDate and localDateTime', () => {
    expect(localDate('2026-11-24T04:59:59Z', 'America/New_York')).toBe('2026-11-23');
    expect(localDate('2026-11-24T04:59:59Z', 'Asia/Tokyo')).toBe('2026-11-24');
    expect(localDateTime('2026-11-24T04:59:59Z', 'Asia/Kathmandu')).toBe('2026-11-24 10:44');
    expect(localDateTime('2026-07-01T00:00:00Z', 'Europe/London')).toBe('2026-07-01 01:00');
    expect(() => localDate('2026-11-24', 'UTC')).toThrow('"2026-11-24" is not an instant');
    expect(() => localDate('2026-13-24T00:00:00Z', 'UTC')).toThrow('is not an instant');
  });

  test('startOfDay, also where midnight or the day is skipped', () => {
    expect(startOfDay('2026-11-23', 'America/New_York')).toBe('2026-11-23T05:00:00.000Z');
    expect(startOfDay('2026-11-01', 'America/New_York')).toBe('2026-11-01T04:00:00.000Z');
    expect(startOfDay('2026-03-29', 'Asia/Beirut')).toBe('2026-03-28T22:00:00.000Z');
    expect(startOfDay('2011-12-30', 'Pacific/Apia')).toBe('2011-12-30T10:00:00.000Z');
  });

  test.each([
    ['90m', 5_400_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
  ])('durationMilliseconds %s', (text, milliseconds) => {
    expect(durationMilliseconds(text)).toBe(milliseconds);
  });

  test.each(['', '24', '0h', '1.5h', '24 h', '-1d', '1w', '24h '])('durationMilliseconds refuses "%s"', (text) => {
    expect(() => durationMilliseconds(text)).toThrow('is no duration');
  });
});

describe('dates for readers', () => {
  test('tell an instant in the time zone, in the language', () => {
    const at = '2026-11-24T04:30:00Z';
    expect(longDate(at, newYork)).toBe('Monday, November 23, 2026');
    expect(shortDate(at, newYork)).toBe('Nov 23, 2026');
    expect(timeOfDay(at, newYork)).toMatch(/^11:30[ \u00a0]PM$/);
    const berlin = { locale: 'de', timeZone: 'Europe/Berlin' };
    expect(longDate(at, berlin)).toBe('Dienstag, 24. November 2026');
    expect(timeOfDay(at, berlin)).toBe('05:30');
    expect(longDate(at, { locale: 'fr', timeZone: 'Europe/Paris' })).toBe('mardi 24 novembre 2026');
    expect(longDate(at, { locale: 'ar', timeZone: 'Asia/Dubai' })).toContain('نوفمبر');
    expect(longDate('2026-11-23', { locale: 'fa', timeZone: 'Asia/Tehran' })).toBe('دوشنبه ۲ آذر ۱۴۰۵');
  });

  test('tell a date as it stands, whatever the time zone', () => {
    expect(longDate('2026-11-23', newYork)).toBe('Monday, November 23, 2026');
    expect(shortDate('2026-11-23', { locale: 'en-US', timeZone: 'Pacific/Kiritimati' })).toBe('Nov 23, 2026');
  });

  test('refuse what is neither', () => {
    expect(() => longDate('2026-02-30', newYork)).toThrow('"2026-02-30" is not a date');
    expect(() => shortDate('soon', newYork)).toThrow('"soon" is not an instant');
    expect(() => timeOfDay('2026-11-23', newYork)).toThrow('is not an instant');
  });
});
