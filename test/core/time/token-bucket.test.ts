import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TokenBucket } from '../../../core/time/token-bucket.ts';

/** Takes tokens for `seconds`, each wake-up late by what `late` says, and gives the instants. */
function run(rate: number, seconds: number, late: () => number): number[] {
  const bucket = new TokenBucket(rate);
  const taken: number[] = [];
  for (let now = 0; now < seconds * 1_000; ) {
    const wait = bucket.take(now);
    if (wait === 0) taken.push(now);
    else now += wait + late();
  }
  return taken;
}

/** The most in any window of one second. */
function most(instants: readonly number[]): number {
  let best = 0;
  for (let first = 0, last = 0; last < instants.length; last += 1) {
    while ((instants[last] ?? 0) - (instants[first] ?? 0) >= 1_000) first += 1;
    best = Math.max(best, last - first + 1);
  }
  return best;
}

describe('token bucket', () => {
  test('never over the rate in any second, and at least 97 % of it, whatever the timers do', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1 }),
        (rate, late) => {
          let index = 0;
          const taken = run(rate, 20, () => late[index++ % late.length] ?? 0);
          expect(most(taken)).toBeLessThanOrEqual(rate);
          expect(taken.length).toBeGreaterThanOrEqual(Math.floor(rate * 20 * 0.97));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('a rate with a fraction hands out whole messages', () => {
    const taken = run(12.6, 10, () => 0);
    expect(most(taken)).toBe(12);
    expect(taken.length).toBeGreaterThanOrEqual(119);
  });

  test('below one a second', () => {
    expect(run(0.5, 20, () => 0)).toHaveLength(10);
  });

  test('an idle spell saves nothing up', () => {
    const bucket = new TokenBucket(10);
    bucket.take(0);
    const taken: number[] = [];
    for (let now = 60_000; now < 61_000; now += 1) if (bucket.take(now) === 0) taken.push(now);
    expect(taken).toHaveLength(10);
    expect((taken[5] ?? 0) - 60_000).toBeGreaterThan(300);
  });

  test('a throttle pauses, halves, and recovers within seconds', () => {
    const bucket = new TokenBucket(100);
    const perSecond = new Array<number>(8).fill(0);
    for (let now = 0; now < 8_000; now += 1) {
      if (now === 1_000) bucket.throttled(now, 0.5);
      if (bucket.take(now) === 0) perSecond[Math.floor(now / 1_000)] = (perSecond[Math.floor(now / 1_000)] ?? 0) + 1;
    }
    expect(perSecond[0]).toBeGreaterThanOrEqual(99);
    expect(perSecond[1]).toBeLessThan(60);
    expect(perSecond[2]).toBeLessThan(90);
    for (const count of perSecond.slice(5)) expect(count).toBeGreaterThanOrEqual(99);
  });

  test('throttles that come back together slow it once', () => {
    const one = new TokenBucket(100);
    const many = new TokenBucket(100);
    one.throttled(0, 0);
    for (let index = 0; index < 30; index += 1) many.throttled(index, 0);
    expect(many.wait(100)).toBe(one.wait(100));
  });
});
