import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { costDefaults, monthlyCost } from '../../../core/stages/cost.ts';

const month = { ...costDefaults, subscribers: 100_000, editionsPerMonth: 22 };

describe('the cost of a month', () => {
  test('100,000 readers, 22 editions, Send and Delivery recorded: under 15 dollars, SES apart', () => {
    const cost = monthlyCost(month);
    expect(cost.dollars).toBeLessThan(15);
    expect(cost.dollars).toBeGreaterThan(8);
    expect(cost.sesDollars).toBeCloseTo(220);
  });

  test('the total is the sum of its lines, and every line says what it is', () => {
    const { lines, dollars } = monthlyCost(month);
    expect(lines.reduce((sum, line) => sum + line.dollars, 0)).toBeCloseTo(dollars);
    for (const { what, unit, quantity } of lines) {
      expect(what).not.toBe('');
      expect(unit).not.toBe('');
      expect(quantity).toBeGreaterThanOrEqual(0);
    }
  });

  test('what is not recorded is not paid', () => {
    const saved = monthlyCost(month).dollars - monthlyCost({ ...month, recordDeliveries: false }).dollars;
    expect(saved).toBeGreaterThan(4);
  });

  test('grows with readers and editions, and never is negative', () => {
    const whole = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(whole(5_000_000), whole(60), whole(5_000_000), (subscribers, editionsPerMonth, more) => {
        const few = monthlyCost({ ...costDefaults, subscribers, editionsPerMonth });
        const many = monthlyCost({ ...costDefaults, subscribers: subscribers + more, editionsPerMonth });
        expect(few.dollars).toBeGreaterThanOrEqual(0);
        expect(many.dollars).toBeGreaterThanOrEqual(few.dollars - 1e-9);
      }),
    );
  });

  test('list prices without any allowance are more', () => {
    const list = monthlyCost({ ...month, withFreeAllowances: false }).dollars;
    expect(list).toBeGreaterThan(monthlyCost(month).dollars);
    expect(list).toBeLessThan(25);
  });
});
