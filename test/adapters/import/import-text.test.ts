import { describe, expect, test } from '@jest/globals';
import {
  decodeFile,
  type EncodingRule,
  isDeeperThan,
  readJson,
  sizeLimitBytes,
} from '../../../adapters/import/import-text.ts';
import type { ImportNote } from '../../../core/model/import.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf16 = (text: string, little: boolean, mark: boolean) => {
  const units = [
    ...(mark ? [0xfeff] : []),
    ...Array.from({ length: text.length }, (_, index) => text.charCodeAt(index)),
  ];
  return Uint8Array.from(units.flatMap((unit) => (little ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255])));
};
const decode = (content: Uint8Array, rule: EncodingRule) => {
  const notes: ImportNote[] = [];
  const result = decodeFile({ reference: 'f', bytes: content }, rule, notes);
  return { text: 'value' in result ? result.value : null, problem: 'problem' in result ? result.problem : null, notes };
};

describe('decodeFile', () => {
  test('reads UTF-8 and UTF-16, marked or told by the first character', () => {
    expect(decode(bytes('\ufeff{"é":1}'), 'json').text).toBe('{"é":1}');
    for (const little of [true, false]) {
      expect(decode(utf16('{"é":1}', little, true), 'json').text).toBe('{"é":1}');
      expect(decode(utf16('<rss>é</rss>', little, false), 'xml').text).toBe('<rss>é</rss>');
    }
  });

  test('reads what an XML or HTML file declares', () => {
    expect(decode(latin1('<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9</a>'), 'xml').text).toContain('<a>é</a>');
    expect(decode(latin1('<html><meta charset=windows-1251><p>\xcf\xf0'), 'html').text).toContain('Пр');
    expect(
      decode(latin1('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>\xf0'), 'html').text,
    ).toContain('<p>П');
    expect(decode(bytes('<meta charset="utf-16"><p>é'), 'html').text).toContain('<p>é');
  });

  test('notes an encoding it does not know, and one that is not what was said', () => {
    expect(decode(bytes('<?xml version="1.0" encoding="klingon"?><a>é</a>'), 'xml')).toMatchObject({
      text: expect.stringContaining('é'),
      notes: [{ note: expect.stringContaining('klingon') }],
    });
    expect(decode(latin1('<p>\xe9 \x93x\x94'), 'html')).toMatchObject({
      text: '<p>é “x”',
      notes: [{ note: expect.stringContaining('Windows-1252') }],
    });
  });

  test.each([
    [new Uint8Array(0), 'an empty file'],
    [latin1('{"a":"\xe9"}'), 'bytes that are not UTF-8'],
    [bytes('a\u0000b'), 'bytes that are not text'],
    [new Uint8Array(sizeLimitBytes + 1), `${sizeLimitBytes + 1} bytes`],
  ])('refuses %#', (content, got) => {
    expect(decode(content, 'json').problem).toMatchObject({ file: 'f', field: '', got });
  });
});

describe('readJson', () => {
  const read = (text: string) => readJson({ reference: 'f', bytes: bytes(text) }, []);
  test('says what is wrong with what is no JSON', () => {
    expect(read('{\n  "a": 1,\n  b\n}')).toEqual({
      problem: { file: 'f', field: '', got: '"b"', allowed: 'JSON: a key in double quotes', line: 3, column: 3 },
    });
  });
  test('refuses values nested without end', () => {
    expect(read('['.repeat(200_000) + ']'.repeat(200_000))).toMatchObject({
      problem: { got: 'values nested without end' },
    });
    expect(read('['.repeat(100) + ']'.repeat(100))).toHaveProperty('value');
  });
  test('a ring is nested without end', () => {
    const ring: unknown[] = [];
    ring.push(ring);
    expect(isDeeperThan(ring, 50)).toBe(true);
  });
});
