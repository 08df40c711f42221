import { PressrunError, type Problem } from '../../core/errors.ts';
import type { SubscriberRow } from '../../core/model/subscriber-row.ts';
import type { SubscriberRows } from '../../core/ports.ts';
import { jsonFault } from '../../core/text/json-fault.ts';
import { shown } from '../../core/text/problems.ts';
import { columnKey } from './subscribers-columns.ts';
import { createRowMaker, type ReadOptions, type RowMaker } from './subscribers-rows.ts';
import { decodeText } from './subscribers-text.ts';

/** A JSON file is read whole; a larger one has to come as CSV, or as JSON Lines. */
const longestText = 200_000_000;

/**
 * Reads JSON of subscribers: a list of objects, one inside an object (`results`, `data`, `members`, `subscribers`), as the
 * APIs of Ghost, Buttondown and listmonk give it, or JSON Lines. Each object is read as a row of CSV would be, with its keys for columns.
 *
 * @param newsletter - whose standing counts in Pressrun's own export.
 * @throws {PressrunError} `SUBSCRIBERS_INVALID` when it is not JSON, or holds no list of objects.
 */
export async function* readSubscribersJson(
  bytes: AsyncIterable<Uint8Array>,
  newsletter: string,
  options: ReadOptions,
): AsyncGenerator<SubscriberRows> {
  const { file } = options;
  let text = '';
  let read = 0;
  for await (const piece of decodeText(bytes, options.encoding ?? null)) {
    text += piece.text;
    read = piece.bytes;
    if (text.length > longestText) {
      throw invalid(file, `more than ${longestText / 1e6} MB`, 'a smaller JSON file, or the same as CSV');
    }
  }
  const found: SubscriberRows = { rows: [], refused: [], remarks: [], bytes: read };
  const makers = new Map<string, RowMaker>();
  for (const [index, item] of itemsOf(text.replace(/^\ufeff/, ''), file).entries()) {
    const line = index + 1;
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      found.refused.push({ file, line, field: '', got: shown(item), allowed: 'an object with an address in it' });
      continue;
    }
    const row = rowOf(Object.entries(item), line, newsletter, options, makers, found.remarks);
    if ('email' in row) found.rows.push(row);
    else found.refused.push(row);
  }
  yield found;
}

function rowOf(
  entries: readonly [string, unknown][],
  line: number,
  newsletter: string,
  options: ReadOptions,
  makers: Map<string, RowMaker>,
  remarks: Problem[],
): SubscriberRow | Problem {
  const cells = new Map<string, string>();
  for (const [name, value] of entries) {
    const key = columnKey(name);
    if (key === 'newsletters' && Array.isArray(value)) cells.set('status', standingIn(value, newsletter));
    else if (isPlain(value) && ['attributes', 'attribs', 'metadata'].includes(key)) {
      cells.set(name, JSON.stringify(value));
    } else if (!isPlain(value)) cells.set(name, cellOf(value));
  }
  // Objects differ in what they leave out: a maker for each set of keys.
  const header = [...cells.keys()];
  const known = header.join('\n');
  let maker = makers.get(known);
  if (maker === undefined) {
    try {
      maker = createRowMaker(header, { file: options.file, map: options.map ?? new Map() });
    } catch (error) {
      if (!(error instanceof PressrunError) || makers.size === 0) throw error;
      return { file: options.file, line, field: 'email', got: 'nothing', allowed: 'an address' };
    }
    makers.set(known, maker);
    if (makers.size === 1) options.onFormat?.(maker.format === 'csv' ? 'json' : maker.format);
  }
  return maker.make([...cells.values()], line, remarks);
}

/** Somebody's standing in the newsletter by Pressrun's own export; by another's, a list of newsletters says nothing. */
function standingIn(newsletters: readonly unknown[], newsletter: string): string {
  const own = newsletters.find((each) => isPlain(each) && Reflect.get(each, 'slug') === newsletter);
  return own === undefined ? '' : cellOf(Reflect.get(own as object, 'status'));
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list shows the names of what is in it, such as Ghost's labels. */
function cellOf(value: unknown): string {
  if (Array.isArray(value)) {
    const words = value.map((each) => (isPlain(each) ? cellOf(Reflect.get(each, 'name')) : cellOf(each)));
    return words.filter((word) => word !== '').join(', ');
  }
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}

const listKeys = ['results', 'data', 'members', 'subscribers', 'items'];

function itemsOf(text: string, file: string): unknown[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const isLines = lines.length > 1 && lines.slice(0, 2).every((line) => /^\s*\{.*\}\s*$/.test(line));
  if (isLines) {
    return text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [parsed(line, file, index)]));
  }
  let value = parsed(text, file, 0);
  for (let depth = 0; depth < 3 && isPlain(value); depth += 1) {
    const key = listKeys.find((name) => Object.hasOwn(value as object, name));
    if (key === undefined) break;
    value = Reflect.get(value as object, key);
  }
  if (!Array.isArray(value)) throw invalid(file, shown(value), 'a list of objects');
  if (value.length === 0) throw invalid(file, 'an empty list', 'at least one object with an address in it');
  return value;
}

/** @param linesBefore - of the file, before the text. */
function parsed(text: string, file: string, linesBefore: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { got, allowed, line, column } = jsonFault(text) ?? {
      got: 'what is no JSON',
      allowed: '',
      line: 1,
      column: 1,
    };
    const problem = { file, line: linesBefore + line, column, field: '', got, allowed: `JSON: ${allowed}` };
    throw new PressrunError('SUBSCRIBERS_INVALID', `${file} is no JSON.`, { cause, problems: [problem] });
  }
}

function invalid(file: string, got: string, allowed: string): PressrunError {
  return new PressrunError('SUBSCRIBERS_INVALID', `${file} holds no list of subscribers.`, {
    problems: [{ file, field: '', got, allowed }],
  });
}
