import { PressrunError, type Problem } from '../../core/errors.ts';
import { foldLine } from '../../core/model/scalars.ts';
import type { SubscriberRow } from '../../core/model/subscriber-row.ts';
import { shown } from '../../core/text/problems.ts';
import { unguardedCell } from '../../core/text/spreadsheet.ts';
import { addressColumn, type ColumnField, columnFields, columnKey, knownColumns } from './subscribers-columns.ts';
import { type ExportProfile, profileOf, statusOfWord, statusWords } from './subscribers-profiles.ts';
import { instantOf, localeOf, timeZoneOf } from './subscribers-values.ts';

/** An attribute is cut here; a merge field shows 200 characters of it. */
const longestValue = 1000;
const mostColumns = 200;
/** Names that are no keys of an object in JavaScript but parts of it. */
const forbiddenNames = new Set(['__proto__', 'constructor', 'prototype']);

/** Makes rows of the import from rows of cells. */
export interface RowMaker {
  /** The program whose export it is; `csv` when that cannot be told. */
  format: ExportProfile['name'] | 'csv';
  /** @returns a row; or the problem that keeps it out. What is only left out of it goes to `remarks`. */
  make(cells: readonly string[], line: number, remarks: Problem[]): SubscriberRow | Problem;
}

/** How a file of subscribers is to be read. */
export interface ReadOptions {
  /** As the user knows it. */
  file: string;
  /** A field or an attribute to a column's name or number. */
  map?: ReadonlyMap<string, string>;
  /** A label of the Encoding Standard, where it is not to be recognised. */
  encoding?: string | null;
  /** Told once what kind of file it is. */
  onFormat?: (format: RowMaker['format'] | 'json') => void;
}

export interface RowMakerOptions {
  /** The file's name, for problems, and because Mailchimp says a reader's standing nowhere else. */
  file: string;
  /** Columns as the user maps them: a field, or an attribute's name, to a column's name or number from 1. */
  map: ReadonlyMap<string, string>;
  /** The rows after the header, for the words of an error. */
  sample?: readonly (readonly string[])[];
}

/**
 * Reads a header.
 *
 * @throws {PressrunError} `SUBSCRIBERS_INVALID` when no column holds addresses, or a mapped one is not there.
 */
export function createRowMaker(header: readonly string[], options: RowMakerOptions): RowMaker {
  const { file } = options;
  const keys = header.map(columnKey);
  const profile = profileOf(new Set(keys));
  const columns = knownColumns(header);
  for (const field of columnFields) {
    const column = profile?.fields[field]?.map((key) => keys.indexOf(key)).find((index) => index >= 0);
    if (column !== undefined) columns.set(field, column);
  }
  if (profile !== null) columns.delete('status');
  const renamed = mapped(header, options, columns);
  const emailAt = columns.get('email');
  if (emailAt === undefined) throw noAddresses(header, options);
  const emailColumn = { name: header[emailAt] ?? '', number: emailAt + 1 };
  const fieldColumns = new Set(columns.values());
  const leftOut = new Set(profile?.leftOut ?? []);
  const json = new Set(profile?.json ?? ['attributes', 'metadata']);
  const attributes: { at: number; name: string; json: boolean }[] = [];
  for (const [at, column] of header.entries()) {
    const name = foldLine(renamed.get(at) ?? column);
    const key = keys[at] ?? '';
    if (!renamed.has(at) && (fieldColumns.has(at) || leftOut.has(key))) continue;
    if (name === '' || forbiddenNames.has(name)) continue;
    attributes.push({ at, name, json: json.has(key) });
  }
  const keyColumns = new Map(keys.map((key, index) => [key, index]));
  const columnOf = (field: ColumnField) => columns.get(field) ?? -1;
  const [statusAt, localeAt, timeZoneAt, joinedAt] = (['status', 'locale', 'timeZone', 'joinedAt'] as const).map(
    columnOf,
  );

  return {
    format: profile?.name ?? 'csv',
    make(cells, line, remarks) {
      const problem = (at: number, allowed: string, got: unknown = cells[at]): Problem => {
        return { file, line, column: at + 1, field: header[at] ?? '', got: shown(got), allowed };
      };
      for (let at = header.length; at < cells.length; at += 1) {
        if (cells[at] === '') continue;
        const allowed = `${header.length} columns, as in the header; quote a value that has a delimiter in it`;
        return { file, line, column: at + 1, field: '', got: `${cells.length} columns`, allowed };
      }
      const read = <Value>(at: number | undefined, parse: (text: string) => Value | null, allowed: string) => {
        const text = at === undefined ? '' : (cells[at] ?? '').trim();
        if (text === '') return null;
        const value = parse(text);
        if (value === null) remarks.push(problem(at ?? 0, allowed));
        return value;
      };
      const cellOf = (key: string) => (cells[keyColumns.get(key) ?? -1] ?? '').trim();
      const word = statusAt === undefined || statusAt < 0 ? '' : (cells[statusAt] ?? '');
      const status = profile === null ? statusOfWord(word) : profile.status(cellOf, file);
      if (status === null) {
        const at = statusAt !== undefined && statusAt >= 0 ? statusAt : (keyColumns.get('status') ?? 0);
        return problem(at, `a status, one of: ${statusWords}`);
      }
      const row: SubscriberRow = {
        line,
        email: cells[emailAt] ?? '',
        emailColumn,
        status,
        attributes: {},
        locale: read(localeAt, localeOf, 'a language tag such as en or pt-BR; the row was taken without it'),
        timeZone: read(timeZoneAt, timeZoneOf, 'a time zone such as Europe/London; the row was taken without it'),
        joinedAt: read(
          joinedAt,
          instantOf,
          'a date as 2026-11-23 or an instant of ISO 8601; the row was taken without it',
        ),
      };
      for (const { at, name, json: isJson } of attributes) {
        const value = cells[at];
        if (value === undefined || value === '') continue;
        if (isJson && value.startsWith('{')) Object.assign(row.attributes, attributesOfJson(value));
        else {
          const text = attributeValue(value);
          if (text !== '') row.attributes[name] = text;
        }
      }
      return row;
    },
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what folding is for
const needsFolding = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|^\s|\s$|\s\s/;

/** One line, without the apostrophe that guards a spreadsheet, and cut. */
function attributeValue(value: string): string {
  const text = unguardedCell(needsFolding.test(value) ? foldLine(value) : value);
  return text.length <= longestValue ? text : text.slice(0, longestValue);
}

/** The texts, numbers and switches of a JSON object, and lists of them; what is deeper is left out. */
function attributesOfJson(text: string): Record<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return {};
  }
  const attributes: Record<string, string> = {};
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return attributes;
  for (const [key, value] of Object.entries(parsed).slice(0, mostColumns)) {
    const name = foldLine(key);
    const words = (Array.isArray(value) ? value : [value]).filter((each) =>
      ['string', 'number', 'boolean'].includes(typeof each),
    );
    if (name !== '' && !forbiddenNames.has(name) && words.length > 0)
      attributes[name] = attributeValue(words.join(', '));
  }
  return attributes;
}

/** Applies the user's own mapping to `columns`. @returns the attributes that get another name. */
function mapped(
  header: readonly string[],
  options: RowMakerOptions,
  columns: Map<ColumnField, number>,
): Map<number, string> {
  const renamed = new Map<number, string>();
  for (const [target, column] of options.map) {
    const key = columnKey(column);
    let at = header.indexOf(column);
    if (at < 0) at = header.findIndex((name) => columnKey(name) === key && key !== '');
    if (at < 0 && /^[1-9]\d*$/.test(column) && Number(column) <= header.length) at = Number(column) - 1;
    if (at < 0) {
      const problem = {
        file: options.file,
        line: 1,
        field: target,
        got: shown(column),
        allowed: header.map(shown).join(', '),
      };
      throw new PressrunError('SUBSCRIBERS_INVALID', `There is no column “${column}”.`, { problems: [problem] });
    }
    const field = columnFields.find((name) => name === target);
    if (field === undefined) renamed.set(at, target);
    else columns.set(field, at);
  }
  return renamed;
}

function noAddresses(header: readonly string[], { file, sample }: RowMakerOptions): PressrunError {
  const guess = addressColumn(sample ?? []);
  const headless = addressColumn([header]);
  const advice =
    headless !== null
      ? `a header line; line 1 holds an address. Without one, map columns by number: --map email=${headless + 1}`
      : `a column of addresses, such as email; name it with --map email="${header[guess ?? 0] ?? ''}"`;
  const problem: Problem = { file, line: 1, field: 'email', got: header.map(shown).join(', '), allowed: advice };
  return new PressrunError('SUBSCRIBERS_INVALID', `No column of ${file} is known to hold addresses.`, {
    problems: [problem],
  });
}
