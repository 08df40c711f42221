import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readDate, readInstant } from '../../../adapters/import/import-date.ts';

describe('readDate', () => {
  test.each([
    ['2026-11-23T07:00:00-05:00', '2026-11-23T12:00:00.000Z'],
    ['2026-11-23T12:00:00.1234567Z', '2026-11-23T12:00:00.123Z'],
    ['2026-11-23 07:00:00 -0500', '2026-11-23T12:00:00.000Z'],
    ['2026-11-23t12:00z', '2026-11-23T12:00:00.000Z'],
    ['Mon, 23 Nov 2026 07:00:00 EST', '2026-11-23T12:00:00.000Z'],
    ['Mon, 23 Nov 2026 12:00:00 GMT', '2026-11-23T12:00:00.000Z'],
    ['23 Nov 26 12:00 UT', '2026-11-23T12:00:00.000Z'],
    ['Monday, 23 November 2026 13:00:00 CET', '2026-11-23T12:00:00.000Z'],
    ['Mon, 23 Nov 2026 17:30:00 +0530', '2026-11-23T12:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.000Z'],
  ])('%s', (value, at) => {
    expect(readDate(value)).toEqual({ at, zoneless: false });
  });

  test.each(['2026-11-23', '2026-11-23T00:00:00', '23 Nov 2026', 'Mon, 23 Nov 2026 00:00:00'])(
    '%s has no zone',
    (value) => {
      expect(readDate(value)).toEqual({ at: '2026-11-23T00:00:00.000Z', zoneless: true });
    },
  );

  test.each([
    ...[
      '',
      'yesterday',
      'item 1',
      '2026',
      '1795436400',
      '2026-02-30',
      '2026-13-01',
      '2026-11-23T25:00:00Z',
      '0001-01-01T00:00:00Z',
    ],
    ...[
      '2026-11-23T12:60:00Z',
      '2026-11-23T12:00:00+99:00',
      'Mon, 23 Foo 2026 12:00:00 GMT',
      '23 Nov 2026 12:00:00 XYZ',
      '2026/11/23',
      '11/23/2026',
    ],
  ])('%j is no date', (value) => {
    expect(readDate(value)).toBeNull();
  });

  test('reads every instant that JavaScript writes', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1600-01-01'), max: new Date('2999-01-01'), noInvalidDate: true }),
        (date) => {
          expect(readDate(date.toISOString())?.at).toBe(date.toISOString());
          expect(readDate(date.toUTCString())?.at.slice(0, 19)).toBe(date.toISOString().slice(0, 19));
        },
      ),
    );
  });

  test('takes any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void readDate(text)));
  });
});

test('readInstant wants an offset', () => {
  expect(readInstant('2026-11-23T12:00:00Z')).toBe('2026-11-23T12:00:00.000Z');
  expect(readInstant('2026-11-23T12:00:00')).toBeNull();
  expect(readInstant('2026-11-23')).toBeNull();
  expect(readInstant('Mon, 23 Nov 2026 12:00:00 GMT')).toBeNull();
});
