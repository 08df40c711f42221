import { describe, expect, test } from '@jest/globals';
import { Choices } from './choices.ts';
import { runScenario } from './scenario.ts';
import { shorten, simulate } from './simulate.ts';

describe('the simulator', () => {
  test('finds no violation in the protocol', async () => {
    const { first, seeds, faults, uncertain } = await simulate(1, 1_500);
    expect(first).toBeNull();
    expect(seeds).toBe(1_500);
    // A world in which nothing fails would prove nothing.
    expect(faults).toBeGreaterThan(1_500);
    expect(uncertain).toBeGreaterThan(0);
  });

  test('plays a seed again the same', async () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const first = await runScenario(new Choices(seed), { log: true });
      const second = await runScenario(new Choices(seed), { log: true });
      expect(second).toEqual(first);
    }
  });

  test('makes every decision harmless in a seed that breaks nothing', async () => {
    const { finish } = await shorten(1);
    expect(finish.violation).toBeNull();
  });
});
