/** One row of a CSV text. */
export interface CsvRow {
  /** The line it begins on, from 1. */
  line: number;
  fields: string[];
  /** Why it cannot be trusted, or null. `column` is the field's number, from 1. */
  fault: { column: number; reason: string } | null;
}

/** Reads CSV piece by piece, in memory that does not grow with it. */
export interface CsvReader {
  /** Takes the next piece, cut anywhere. @returns the rows that are complete. */
  push(text: string): CsvRow[];
  /** @returns the last row, where the text did not end with a line break. */
  end(): CsvRow[];
}

/** A quoted field may hold line breaks; one longer than this was never closed. */
const longestRow = 100_000;

/**
 * A reader of RFC 4180, and of what programs make of it: any one-character delimiter, LF, CRLF or CR, quotes that stand
 * inside an unquoted field and are meant. Empty lines are no rows. A quote that is never closed spoils its own line only: the
 * reader gives that row a fault and goes on with the next line.
 *
 * @example createCsvReader(',').push('a,"b ""c"""\n') // [{ line: 1, fields: ['a', 'b "c"'], fault: null }]
 */
export function createCsvReader(delimiter: string): CsvReader {
  let rest = '';
  let line = 1;
  let lineBreak: string | null = null;

  const read = (final: boolean): CsvRow[] => {
    const rows: CsvRow[] = [];
    lineBreak ??= lineBreakOf(rest, final);
    if (lineBreak === null && !final) return rows;
    const ending = lineBreak ?? '\n';
    let start = 0;
    while (start < rest.length) {
      let end = rest.indexOf(ending, start);
      if (end < 0) {
        if (!final) break;
        end = rest.length;
      }
      const text = rest.slice(start, end > start && rest[end - 1] === '\r' ? end - 1 : end);
      if (!text.includes('"')) {
        if (text !== '') rows.push({ line, fields: text.split(delimiter), fault: null });
        start = end + 1;
        line += 1;
        continue;
      }
      const quoted = readQuoted(rest, start, delimiter, ending);
      const open = quoted.end === null;
      if (!final && (open || quoted.cut) && rest.length - start <= longestRow) break;
      if (open || (quoted.end ?? 0) - start > longestRow) {
        const reason = 'a quote that is opened here is never closed';
        rows.push({ line, fields: text.split(delimiter), fault: { column: quoted.fields.length + 1, reason } });
        start = end + 1;
        line += 1;
        continue;
      }
      rows.push({ line, fields: quoted.fields, fault: quoted.fault });
      line += quoted.lines;
      start = quoted.end ?? rest.length;
    }
    rest = rest.slice(start);
    return rows;
  };

  return {
    push(text) {
      rest += text;
      return read(false);
    },
    end() {
      const rows = read(true);
      rest = '';
      return rows;
    },
  };
}

/** The delimiter that a header line was written with: the commonest of `,` `;` tab and `|` outside quotes; `,` where there is none. */
export function delimiterOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({ delimiter, count: bare.split(delimiter).length - 1 }));
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).delimiter;
}

/** LF (CRLF too), or CR alone, as the first break outside quotes has it; null while that cannot be told. */
function lineBreakOf(text: string, final: boolean): '\n' | '\r' | null {
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '\n') return '\n';
    else if (character === '\r') {
      const next = text[index + 1];
      if (next === undefined && !final) return null;
      return next === '\n' ? '\n' : '\r';
    }
  }
  return text.length > longestRow ? '\n' : null;
}

/**
 * Reads one row that has quotes in it. `end` is where the next row begins; null when the text ended inside quotes. `cut` says
 * that it ended before a line break.
 */
function readQuoted(text: string, start: number, delimiter: string, ending: string) {
  const fields: string[] = [];
  let fault: CsvRow['fault'] = null;
  let lines = 1;
  let at = start;
  for (;;) {
    let field = '';
    const isQuoted = text[at] === '"';
    if (isQuoted) {
      at += 1;
      for (;;) {
        const close = text.indexOf('"', at);
        if (close < 0) return { fields, fault, lines, end: null, cut: true };
        field += text.slice(at, close);
        at = close + 1;
        if (text[at] !== '"') break;
        field += '"';
        at += 1;
      }
      lines += field.split(ending).length - 1;
    }
    const next = nextOf(text, at, delimiter, ending);
    const bare = text.slice(at, text[next] === ending && text[next - 1] === '\r' && next > at ? next - 1 : next);
    if (isQuoted && bare.trim() !== '') {
      fault ??= {
        column: fields.length + 1,
        reason: 'something stands between a closing quote and the next delimiter',
      };
    }
    fields.push(isQuoted ? field : bare);
    at = next + 1;
    if (next >= text.length) return { fields, fault, lines, end: text.length, cut: true };
    if (text[next] === ending) return { fields, fault, lines, end: at, cut: false };
  }
}

function nextOf(text: string, from: number, delimiter: string, ending: string): number {
  const stop = text.indexOf(delimiter, from);
  const stopLine = text.indexOf(ending, from);
  if (stop < 0) return stopLine < 0 ? text.length : stopLine;
  return stopLine >= 0 && stopLine < stop ? stopLine : stop;
}
