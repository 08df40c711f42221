import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { readSubscribers } from '../../adapters/import/subscribers-file.ts';
import { normaliseAddress } from '../../core/model/mailbox.ts';
import type { SubscriberRows } from '../../core/ports.ts';
import { collected, examples } from './sample.ts';

const file = path.join(examples, 'subscribers.csv');
const bytes = readFileSync(file);

/** What becomes of addresses: those of different people, repeats, and those that are none. */
function judged(addresses: readonly string[]): { good: number; repeated: number; bad: number } {
  const normal = addresses.map((address) => normaliseAddress(address)?.toLowerCase() ?? null);
  const known = normal.filter((address) => address !== null);
  const good = new Set(known).size;
  return { good, repeated: known.length - good, bad: normal.length - known.length };
}

describe('subscribers.csv, read as strictly as CSV may be', () => {
  let rows: string[][];

  beforeAll(() => {
    const options = { bom: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: true } as const;
    rows = parse(bytes, options);
  });

  test('has 2,000 rows under eight columns', () => {
    const [header, ...rest] = rows;
    expect(header?.join()).toBe('email,first_name,last_name,city,locale,time_zone,plan,joined_on');
    expect(rest).toHaveLength(2000);
  });

  test('1,858 are good in every column and different people', () => {
    const whole = rows.slice(1).filter((row) => row.length === 8);
    expect(whole).toHaveLength(1988);
    expect(judged(whole.map(([email = '']) => email))).toEqual({ good: 1858, repeated: 36, bad: 94 });
  });

  test('every address is at a domain kept for examples', () => {
    const domains = rows.slice(1).flatMap(([email = '']) => normaliseAddress(email)?.split('@')[1] ?? []);
    expect(new Set(domains).size).toBe(5);
    for (const domain of domains) expect(domain).toMatch(/^example\.(?:com|net|org)$|\.example$/);
  });
});

describe('subscribers.csv, read as `subscribers import` does', () => {
  let pieces: SubscriberRows[];

  beforeAll(async () => {
    const input = (async function* () {
      yield bytes;
    })();
    pieces = await collected(readSubscribers(input, 'morning-brief', { file: 'subscribers.csv' }));
  });

  test('1,868 can be mailed', () => {
    const emails = pieces.flatMap(({ rows }) => rows.map(({ email }) => email));
    expect(judged(emails)).toEqual({ good: 1868, repeated: 36, bad: 94 });
    expect(pieces.flatMap(({ refused }) => refused.map(({ got }) => got))).toEqual(['9 columns', '9 columns']);
  });

  test('a row with a wrong date, locale or time zone is taken without it', () => {
    const remarks = pieces.flatMap((piece) => piece.remarks.map(({ field, got }) => `${field} ${got}`));
    expect([...new Set(remarks)].sort()).toEqual([
      'joined_on "31/02/2025"',
      'locale "42"',
      'locale "english"',
      'time_zone "America/Gotham"',
      'time_zone "Eastern Time (US & Canada)"',
      'time_zone "GMT+25"',
    ]);
  });
});

test('subscribers.csv is what its script writes', async () => {
  const script: { subscribersCsv: string } = await import(
    pathToFileURL(path.join(examples, 'make-subscribers.mjs')).href
  );
  expect(bytes.toString('utf8')).toBe(script.subscribersCsv);
});
