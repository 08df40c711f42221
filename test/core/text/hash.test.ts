import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { addressHash, newsletterKey, sha256 } from '../../../core/text/hash.ts';

test('an address’ hash does not depend on case', () => {
  const expected = createHash('sha256').update('ann@example.com').digest('hex');
  expect(addressHash('Ann@example.com')).toBe(expected);
  expect(addressHash('ann@example.com')).toBe(expected);
});

test('bytes and text hash alike', () => {
  expect(sha256('é')).toBe(sha256(new TextEncoder().encode('é')));
});

test('newsletters’ keys are short and differ', () => {
  expect(newsletterKey('world-brief')).toMatch(/^[A-Za-z0-9_-]{8}$/);
  expect(newsletterKey('world-brief')).not.toBe(newsletterKey('weekly'));
});
