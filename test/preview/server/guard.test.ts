import { expect, test } from '@jest/globals';
import { isLoopback } from '../../../preview/server/guard.ts';

test.each(['localhost', 'localhost:4747', '127.0.0.1:4747', '[::1]:80', 'LOCALHOST:1'])(
  '%s is this machine',
  (host) => {
    expect(isLoopback(host)).toBe(true);
  },
);

test.each([
  '',
  'news.example.org',
  'localhost.example.org',
  '127.0.0.1.example.org',
  'a@localhost',
  'localhost/x',
  '0.0.0.0',
  '10.0.0.1:4747',
  'localhost:4747:1',
])('%s is not', (host) => {
  expect(isLoopback(host)).toBe(false);
});
