import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { createCsvReader, delimiterOf } from '../../../core/text/csv.ts';

function fieldsOf(text: string, delimiter = ',', pieceLength = text.length || 1) {
  const reader = createCsvReader(delimiter);
  const rows = [];
  for (let start = 0; start < text.length; start += pieceLength) {
    rows.push(...reader.push(text.slice(start, start + pieceLength)));
  }
  rows.push(...reader.end());
  return rows;
}

const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', ';', '\n', '\r', ' ', '\t', '='), maxLength: 8 });
const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;

describe('CSV', () => {
  test('reads back whatever is written with quotes, however it is cut into pieces', () => {
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 9 }),
        (written, delimiter, ending, cut) => {
          const text = written.map((row) => row.map(quote).join(delimiter)).join(ending);
          expect(fieldsOf(text, delimiter, cut).map(({ fields }) => fields)).toEqual(written);
        },
      ),
    );
  });

  test('agrees with csv-parse', () => {
    const bare = fc.string({ unit: fc.constantFrom('a', 'b', ' ', "'", '=', 'ü'), minLength: 1, maxLength: 6 });
    const field = fc.oneof(
      bare.filter((text) => text.trim() !== ''),
      cell.map(quote),
    );
    const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, fc.constantFrom('\n', '\r\n'), fc.integer({ min: 1, max: 20 }), (written, ending, cut) => {
        const text = written.map((row) => row.join(',')).join(ending) + ending;
        const theirs = parse(text, { relax_column_count: true, record_delimiter: ending });
        expect(fieldsOf(text, ',', cut).map(({ fields }) => fields)).toEqual(theirs);
      }),
    );
  });

  test('counts the lines that quoted fields run over', () => {
    const rows = fieldsOf('a,b\n"1\n2\n3",x\n\ny,z');
    expect(rows.map(({ line, fields }) => [line, ...fields])).toEqual([
      [1, 'a', 'b'],
      [2, '1\n2\n3', 'x'],
      [6, 'y', 'z'],
    ]);
  });

  test('takes CR alone for a line break where the file does', () => {
    expect(fieldsOf('a,b\rc,d\r', ',', 1).map(({ fields }) => fields)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  test('a quote inside an unquoted field is a quote', () => {
    expect(fieldsOf('5" disk,a"b"\n')[0]).toMatchObject({ fields: ['5" disk', 'a"b"'], fault: null });
  });

  test('an unclosed quote spoils its own line only', () => {
    const rows = fieldsOf(`a,b\nx,"never\nc,d\n${'e,f\n'.repeat(40_000)}`, ',', 5000);
    expect(rows).toHaveLength(40_003);
    expect(rows[1]).toMatchObject({ line: 2, fault: { column: 2 } });
    expect(rows[2]).toEqual({ line: 3, fields: ['c', 'd'], fault: null });
  });

  test('text after a closing quote is a fault, at its column', () => {
    expect(fieldsOf('x,"a"b,c\ny,"a" ,c\n')).toMatchObject([{ fault: { column: 2 } }, { fault: null }]);
  });

  test('the delimiter is told from the header', () => {
    expect(['a,b;c,d', 'a;b;c', 'a\tb', 'a|b|c', '"a,b,c";d', 'email'].map(delimiterOf)).toEqual([
      ',',
      ';',
      '\t',
      '|',
      ';',
      ',',
    ]);
  });
});
