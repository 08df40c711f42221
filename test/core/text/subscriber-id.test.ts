import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { subscriberSchema } from '../../../core/model/subscriber.ts';
import { subscriberId } from '../../../core/text/subscriber-id.ts';

describe('subscriber id', () => {
  test('sorts by the time it was made', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 42), fc.nat(2 ** 42), fc.string(), fc.string(), (a, b, x, y) => {
        if (a !== b) expect(subscriberId(a, x) < subscriberId(b, y)).toBe(a < b);
      }),
    );
  });

  test('is a legal id', () => {
    const id = subscriberId(Date.UTC(2026, 10, 23), 'Ab-_0123456789ab');
    expect(subscriberSchema.shape.id.safeParse(id).success).toBe(true);
  });
});
