import { PressrunError } from '../../core/errors.ts';
import { normaliseAddress } from '../../core/model/mailbox.ts';
import type { SubscriberRows } from '../../core/ports.ts';
import { type CsvReader, type CsvRow, createCsvReader, delimiterOf } from '../../core/text/csv.ts';
import { shown } from '../../core/text/problems.ts';
import { createRowMaker, type ReadOptions, type RowMaker } from './subscribers-rows.ts';
import { decodeText } from './subscribers-text.ts';

/** Text to gather before the header is judged: some rows after it help to say what is wrong. */
const startLength = 10_000;

/**
 * Reads a CSV file of subscribers piece by piece: any delimiter, encoding and header that `createRowMaker` can make sense of.
 *
 * @throws {PressrunError} `SUBSCRIBERS_INVALID` when there is no header, or no column of addresses.
 */
export async function* readSubscribersCsv(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<SubscriberRows> {
  let start = '';
  let opened: Opened | null = null;
  let read = 0;
  for await (const piece of decodeText(bytes, options.encoding ?? null)) {
    read = piece.bytes;
    if (opened === null) {
      start += piece.text;
      if (start.length < startLength) continue;
      opened = open(start, options);
      yield collect(opened.first, opened.maker, read, options.file);
    } else yield collect(opened.reader.push(piece.text), opened.maker, read, options.file);
  }
  if (opened === null) {
    opened = open(`${start}\n`, options);
    yield collect(opened.first, opened.maker, read, options.file);
  }
  yield collect(opened.reader.end(), opened.maker, read, options.file);
}

/** A reader past the header. */
interface Opened {
  reader: CsvReader;
  maker: RowMaker;
  /** The rows that came with the header. */
  first: CsvRow[];
}

function open(start: string, { file, map = new Map<string, string>(), onFormat }: ReadOptions): Opened {
  // Excel names the delimiter in a line of its own.
  const text = start.replace(/^\ufeff/, '').replace(/^sep=.\r?\n/, '');
  const reader = createCsvReader(delimiterOf(text.slice(0, text.search(/[\r\n]|$/))));
  const rows = reader.push(text);
  const [header] = rows;
  if (header === undefined) {
    const problem = { file, line: 1, field: '', got: 'nothing', allowed: 'a header line, and rows' };
    throw new PressrunError('SUBSCRIBERS_INVALID', `${file} has no header line.`, { problems: [problem] });
  }
  const names = header.fields.map((name) => name.trim());
  const headless = [...map.values()].some((column) => normaliseAddress(names[Number(column) - 1] ?? '') !== null);
  const first = headless ? rows : rows.slice(1);
  const columns = headless ? names.map((_, index) => `column ${index + 1}`) : names;
  const maker = createRowMaker(columns, { file, map, sample: first.slice(0, 20).map(({ fields }) => fields) });
  onFormat?.(maker.format);
  return { reader, maker, first };
}

function collect(parsed: readonly CsvRow[], maker: RowMaker, bytes: number, file: string): SubscriberRows {
  const found: SubscriberRows = { rows: [], refused: [], remarks: [], bytes };
  for (const { line, fields, fault } of parsed) {
    if (fault === null) {
      const row = maker.make(fields, line, found.remarks);
      if ('email' in row) found.rows.push(row);
      else found.refused.push(row);
    } else {
      const allowed = `no row in which ${fault.reason}`;
      found.refused.push({ file, line, column: fault.column, field: '', got: shown(fields.join(',')), allowed });
    }
  }
  return found;
}
