import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { eventBridgeCrons } from '../../../core/time/aws-cron.ts';
import { cronProblems } from '../../../core/time/cron.ts';
import { firings } from '../../../core/time/firings.ts';
import { eventBridgeMatcher, type Matcher } from './event-bridge-cron.ts';
import { anyCron, sparseCron, unixMatcher } from './unix-cron.ts';
import { firstShowings, steadyStretches } from './wall-clock.ts';

const from = Date.UTC(2026, 0, 1);
const until = Date.UTC(2028, 0, 1);

describe('eventBridgeCrons', () => {
  test.each([
    ['0 7 * * 1-5', ['cron(0 7 ? * MON-FRI *)']],
    ['0 7 * * *', ['cron(0 7 * * ? *)']],
    ['*/15 8-18 * * *', ['cron(0,15,30,45 8-18 * * ? *)']],
    ['0 7 * * 0', ['cron(0 7 ? * SUN *)']],
    ['0 7 * * 7', ['cron(0 7 ? * SUN *)']],
    ['0 7 * * fri-sun', ['cron(0 7 ? * SUN,FRI,SAT *)']],
    ['0 7 1 * 1', ['cron(0 7 1 * ? *)', 'cron(0 7 ? * MON *)']],
    ['0 7 31 2 1', ['cron(0 7 ? 2 MON *)']],
    ['0 7 1 * 0-6', ['cron(0 7 * * ? *)']],
    ['0 7 1-31 JUN-AUG 1', ['cron(0 7 * 6-8 ? *)']],
    ['0 7 * * */1', ['cron(0 7 * * ? *)']],
  ])('%s', (unix, aws) => {
    expect(eventBridgeCrons(unix)).toEqual(aws);
  });

  test('the longest expression stays within the 256 characters that are allowed', () => {
    const pairs = (from: number, to: number) => {
      const values = Array.from({ length: to - from + 1 }, (_, index) => from + index);
      return values.filter((value) => (to - value) % 3 !== 2).join(',');
    };
    const [longest = ''] = eventBridgeCrons(`${pairs(0, 59)} ${pairs(0, 23)} ${pairs(1, 31)} ${pairs(1, 12)} *`);
    expect(longest.length).toBeGreaterThan(220);
    expect(longest.length).toBeLessThanOrEqual(256);
  });

  test('names every wall time that the Unix cron names, over two years', () => {
    fc.assert(
      fc.property(anyCron, (cron) => {
        fc.pre(cronProblems(cron).length === 0);
        expect(wallTimes(eventBridgeCrons(cron).map(eventBridgeMatcher))).toEqual(wallTimes([unixMatcher(cron)]));
      }),
      { numRuns: 100 },
    );
  });

  test.each(['America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Asia/Tehran'])(
    'fires at the instants of `firings`, over two years in %s',
    (timeZone) => {
      const stretches = steadyStretches(timeZone, from, until);
      fc.assert(
        fc.property(sparseCron, (cron) => {
          fc.pre(cronProblems(cron).length === 0);
          const walls = [...wallTimes(eventBridgeCrons(cron).map(eventBridgeMatcher))].flatMap(([day, minutes]) =>
            minutes.split(',').map((minute) => day + Number(minute) * 60_000),
          );
          const window = { from: new Date(from).toISOString(), until: new Date(until).toISOString() };
          const found = firings(cron, timeZone, window).flatMap(({ at }) => (at === null ? [] : Date.parse(at)));
          expect(found).toEqual(firstShowings(stretches, walls));
        }),
        { numRuns: 12 },
      );
    },
  );
});

/**
 * Each day on which one of them fires, as UTC, with the minutes of that day, comma-separated: over the two years and a day
 * beyond either end, for zones' sake.
 */
function wallTimes(matchers: readonly Matcher[]): Map<number, string> {
  const listed = matchers.map((matcher) => ({ matcher, minutes: matcher.minutesOfDay.join() }));
  const times = new Map<number, string>();
  for (let day = from - 86_400_000; day <= until; day += 86_400_000) {
    const date = new Date(day);
    const minutes = new Set(listed.filter(({ matcher }) => matcher.onDay(date)).map((entry) => entry.minutes));
    if (minutes.size > 0) {
      times.set(day, [...minutes].join(' or '));
    }
  }
  return times;
}
