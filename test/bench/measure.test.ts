import { describe, expect, test } from '@jest/globals';
import { compare, median, rounded } from '../../bench/measure.ts';

describe('the measuring kit', () => {
  test('takes the median', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(rounded(1234.5)).toBe(1230);
  });

  test('alternates the order, and gives every contestant as many turns', async () => {
    const turns: string[] = [];
    const busy = (name: string) => (count: number) => {
      turns.push(name);
      for (let index = 0, x = 0; index < count * 20_000; index++) x += Math.sqrt(index + x);
    };
    const rates = await compare({ a: busy('a'), b: busy('b') }, { rounds: 4, secondsATurn: 0.01 });
    expect(turns.slice(-8).join('')).toBe('abbaabba');
    expect(Object.values(rates).every((rate) => rate > 0)).toBe(true);
  });
});
