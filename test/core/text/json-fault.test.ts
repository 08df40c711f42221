import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jsonFault } from '../../../core/text/json-fault.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('jsonFault', () => {
  test.each([
    ['', '1:1 the end of the file → a value'],
    ['{"a": 1,}', '1:9 "}" → a key in double quotes: no comma stands before "}"'],
    ['[1,\n]', '2:1 "]" → a value: no comma stands before "]"'],
    ['{\n  oops: 1\n}', '2:3 "oops" → a key in double quotes'],
    ["{'a': 1}", '1:2 "\'a\'" → a key in double quotes'],
    ['{"a" 1}', '1:6 "1" → ":"'],
    ['{"a": 1 "b": 2}', '1:9 "\\"" → "," or "}"'],
    [
      '{"a": "one\ntwo"}',
      '1:11 the end of the line → a double quote before the end of the line; \\n is a line break in a text',
    ],
    ['{"a": "\\q"}', '1:8 "\\\\q" → \\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four digits'],
    ['{"a": "b', '1:9 the end of the file → a double quote at the end of the text'],
    ['{"a": nope}', '1:7 "nope" → a value'],
    ['[1] [2]', '1:5 "[" → nothing after the end of the value'],
    ['[01]', '1:2 "01" → a value'],
  ])('%j', (text, expected) => {
    const fault = jsonFault(text);
    expect(`${fault?.line}:${fault?.column} ${fault?.got} → ${fault?.allowed}`).toBe(expected);
  });

  test('finds one just where there is one, and says it on one line', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      ' ',
      '\n',
      '"a"',
      '1',
      '-',
      '.5',
      'e2',
      'true',
      'x',
    );
    const broken = fc
      .tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.nat(3), fc.string({ maxLength: 3, unit: pieces }))
      .map(([json, at, cut, added]) => {
        const place = at % (json.length + 1);
        return json.slice(0, place) + added + json.slice(place + cut);
      });
    fc.assert(
      fc.property(fc.oneof(broken, fc.string({ unit: pieces, maxLength: 12 })), (text) => {
        const fault = jsonFault(text);
        expect(fault === null).toBe(isJson(text));
        if (fault !== null) expect(`${fault.got} ${fault.allowed}`).not.toMatch(/[\r\n]/);
      }),
      { numRuns: 2000 },
    );
  });

  test('needs no stack', () => {
    expect(jsonFault('['.repeat(200_000))).toMatchObject({ column: 200_001, got: 'the end of the file' });
  });
});
