import type { z } from 'zod';
import type { Problem } from '../errors.ts';

type Fault = z.core.$ZodIssue;

/**
 * What a schema found wrong, as problems a person can mend: the field's path, the value got, and what was allowed.
 *
 * @param file - the file, feed entry or row, as the user knows it.
 * @param input - the value that was parsed; what was got is read from it.
 * @param nearestKey - the key at a path that an unknown one was perhaps meant to be.
 * @example problemsOf('a.json', articleSchema.safeParse(input).error, input)
 */
export function problemsOf(
  file: string,
  error: z.core.$ZodError,
  input: unknown,
  nearestKey: (path: readonly PropertyKey[], key: string) => string | null = () => null,
): Problem[] {
  return error.issues.flatMap((fault) => {
    if (fault.code !== 'unrecognized_keys') {
      const got = valueAt(input, fault.path);
      return [{ file, field: fieldPath(fault.path), got: shown(got), allowed: allowed(fault) }];
    }
    return fault.keys.map((key) => {
      const nearest = nearestKey(fault.path, key);
      const path = [...fault.path, key];
      const hint = nearest === null ? 'no key of this name' : `no key of this name; did you mean ${nearest}?`;
      return { file, field: fieldPath(path), got: shown(valueAt(input, path)), allowed: hint };
    });
  });
}

/** A path as it is written in JavaScript, such as `newsletters[0].cron`. */
export function fieldPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

/** A value as a problem shows it: JSON on one line, shortened; `nothing` where there is none. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? String(value));
  return text.length <= 100 ? text : `${text.slice(0, 99)}…`;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  }, input);
}

const kinds: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

/** What the schema allows there. A schema's own words come first. */
function allowed(fault: Fault): string {
  const standard = /^(?:Invalid|Too (?:small|big)|Unrecognized)/.test(fault.message);
  if (!standard) return fault.message;
  switch (fault.code) {
    case 'invalid_type':
      return kinds[fault.expected] ?? fault.expected;
    case 'invalid_value':
      return fault.values.map((value) => JSON.stringify(value)).join(', ');
    case 'too_small':
      return limit('at least', 'more than', fault.minimum, fault.inclusive ?? true, fault.origin);
    case 'too_big':
      return limit('at most', 'less than', fault.maximum, fault.inclusive ?? true, fault.origin);
    case 'invalid_union':
      return union(fault);
    default:
      return fault.message;
  }
}

function limit(within: string, beyond: string, bound: number | bigint, inclusive: boolean, origin: string): string {
  const word = { string: ' character', array: ' item' }[origin];
  const unit = word === undefined ? '' : `${word}${bound === 1 ? '' : 's'}`;
  return `${inclusive ? within : beyond} ${bound}${unit}`;
}

function union(fault: Extract<Fault, { code: 'invalid_union' }>): string {
  const options = 'options' in fault && Array.isArray(fault.options) ? fault.options : [];
  if (options.length > 0) return options.map((option) => JSON.stringify(option)).join(', ');
  return fault.errors.flatMap((faults) => faults.slice(0, 1).map(allowed)).join(', or ') || fault.message;
}
