import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { PressrunError } from '../../../core/errors.ts';
import { cronProblems, firesSeveralTimesADay, parseCron } from '../../../core/time/cron.ts';
import { anyCron } from './unix-cron.ts';

describe('parseCron', () => {
  test('reads numbers, names, lists, ranges and steps', () => {
    expect(parseCron(' 0,30  7-9 */10,5 jan-MAR/2 Mon-fri ')).toEqual({
      minutes: [0, 30],
      hours: [7, 8, 9],
      daysOfMonth: [1, 5, 11, 21, 31],
      months: [1, 3],
      daysOfWeek: [1, 2, 3, 4, 5],
      restrictsDayOfMonth: true,
      restrictsDayOfWeek: true,
    });
  });

  test.each([
    ['0', [0]],
    ['7', [0]],
    ['SUN', [0]],
    ['5-7', [0, 5, 6]],
    ['FRI-SUN', [0, 5, 6]],
    ['0-7', [0, 1, 2, 3, 4, 5, 6]],
    ['*/2', [0, 2, 4, 6]],
    ['*', [0, 1, 2, 3, 4, 5, 6]],
  ])('day of week %s', (text, days) => {
    expect(parseCron(`0 7 * * ${text}`).daysOfWeek).toEqual(days);
  });

  test.each([
    ['*', false],
    ['*/1', false],
    ['*,5', false],
    ['*/2', true],
    ['1-31', true],
  ])('day of month %s restricts: %s', (text, restricts) => {
    expect(parseCron(`0 7 ${text} * *`).restrictsDayOfMonth).toBe(restricts);
  });

  test.each([
    ['60 7 * * *', 'minute', '60', '0-59'],
    ['0 24 * * *', 'hour', '24', '0-23'],
    ['0 7 0 * *', 'day of month', '0', '1-31'],
    ['0 7 32 * *', 'day of month', '32', '1-31'],
    ['0 7 * 13 *', 'month', '13', '1-12 or JAN-DEC'],
    ['0 7 * MON *', 'month', 'MON', '1-12 or JAN-DEC'],
    ['0 7 * JANUARY *', 'month', 'JANUARY', '1-12 or JAN-DEC'],
    ['0 7 * * 8', 'day of week', '8', '0 and 7 are Sunday'],
    ['0 7 * * MON#1', 'day of week', 'MON#1', 'other dialects'],
    ['0 7 ? * 1', 'day of month', '?', 'other dialects'],
    ['0 7 L * *', 'day of month', 'L', 'other dialects'],
    ['0 7 15W * *', 'day of month', '15W', 'other dialects'],
    ['0 22-2 * * *', 'hour', '22-2', 'write 22-23,0-2'],
    ['0 7 * * SAT-MON', 'day of week', 'SAT-MON', 'write SAT-6,0-MON'],
    ['5/15 * * * *', 'minute', '5/15', 'write 5-59/15'],
    ['*/0 * * * *', 'minute', '*/0', 'a step from 1 to 60'],
    ['*/90 * * * *', 'minute', '*/90', 'a step from 1 to 60'],
    ['0, 7 * * *', 'minute', '0,', '0-59'],
    ['-5 7 * * *', 'minute', '-5', '0-59'],
    ['1.5 7 * * *', 'minute', '1.5', '0-59'],
    ['0 7 30 2 *', 'day of month', '30', 'no date matches 30 in month 2'],
    ['0 7 31 4,JUN *', 'day of month', '31', 'no date matches'],
    ['0 7 * *', '', '0 7 * *', 'five fields'],
    ['0 0 7 * * 1-5', '', '0 0 7 * * 1-5', 'five fields'],
    ['@daily', '', '@daily', 'five fields'],
    ['', '', '', 'five fields'],
  ])('refuses %s, naming the field', (text, field, got, allowed) => {
    expect(cronProblems(text)).toEqual([{ field, got, allowed: expect.stringContaining(allowed) }]);
  });

  test('takes 29 February, and a day that never comes beside a day of the week', () => {
    expect(cronProblems('0 7 29 2 *')).toEqual([]);
    expect(cronProblems('0 7 30 2 1')).toEqual([]);
  });

  test('throws every problem, with the place the caller names', () => {
    const parse = () => parseCron('60 25 * * 1', { file: 'pressrun.config.json', field: 'newsletters[0].cron' });
    expect(parse).toThrow(PressrunError);
    expect(parse).toThrow(/minute is "60".*hour is "25"/);
    try {
      parse();
    } catch (error) {
      expect(error).toMatchObject({
        code: 'CRON_INVALID',
        problems: [
          { file: 'pressrun.config.json', field: 'newsletters[0].cron (minute)', got: '60' },
          { file: 'pressrun.config.json', field: 'newsletters[0].cron (hour)', got: '25' },
        ],
      });
    }
  });

  test('reads every valid cron, and never crashes on any text', () => {
    fc.assert(
      fc.property(anyCron, (cron) => {
        const never = cronProblems(cron).every(({ allowed }) => allowed.includes('no date matches'));
        expect(never).toBe(true);
      }),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => Array.isArray(cronProblems(text))));
  });
});

test.each([
  ['0 7 * * *', false],
  ['0 7 1,15 * 1', false],
  ['0,30 7 * * *', true],
  ['0 7,18 * * 1', true],
  ['*/60 7 * * *', false],
])('firesSeveralTimesADay %s', (cron, several) => {
  expect(firesSeveralTimesADay(parseCron(cron))).toBe(several);
});
