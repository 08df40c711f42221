/** Longest encoded line, the soft break's `=` included (RFC 2045, 6.7 rule 5). */
const maxLineLength = 76;
const softBreak = '=\r\n';

// Printable ASCII but `=`, and space: what stands for itself inside a line.
const literalLine = /^[ -<>-~]*$/;
const printableLine = /^[ -~]*$/;

const hexOf: readonly string[] = Array.from(
  { length: 256 },
  (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
);

/**
 * Encodes text as quoted-printable UTF-8 (RFC 2045, 6.7) from column 0. Every line break, however written, becomes CRLF;
 * no character is split between two lines. A dot and `From ` at the start of a line are encoded, for transports that
 * treat them specially. `=` is followed by a hexadecimal digit or a line end, always.
 *
 * @returns ASCII in lines of at most 76 characters. White space at the very end is encoded.
 * @example encodeQuotedPrintable('naïve = true') // 'na=C3=AFve =3D true'
 */
export function encodeQuotedPrintable(text: string): string {
  return encode(text, false);
}

/**
 * Encodes a piece of a longer text: from column 0 and back to column 0, with a soft break at its end where it needs one, so
 * that pieces encoded apart can be joined in any order and decode to the joined text.
 *
 * @example encodeQuotedPrintablePiece('Dear ') // 'Dear =\r\n'
 */
export function encodeQuotedPrintablePiece(text: string): string {
  if (text === '') return '';
  if (text.length < maxLineLength && literalLine.test(text) && !isGuarded(text, 0)) return text + softBreak;
  return printableLine.test(text) ? encodePrintable(text) : encode(text, true);
}

/** The same as `encode(text, true)`, for printable ASCII, such as long URLs: in whole lines rather than by the character. */
function encodePrintable(text: string): string {
  const escaped = text.replaceAll('=', '=3D');
  let out = '';
  let start = 0;
  while (start < escaped.length) {
    let room = maxLineLength - 1;
    if (isGuarded(escaped, start)) {
      out += hexOf[escaped.charCodeAt(start)] ?? '';
      start += 1;
      room -= 3;
    }
    let end = start + room;
    if (end < escaped.length) {
      if (escaped.charCodeAt(end - 1) === 0x3d) end -= 1;
      else if (escaped.charCodeAt(end - 2) === 0x3d) end -= 2;
    }
    out += escaped.slice(start, end) + softBreak;
    start = end;
  }
  return out;
}

function encode(text: string, open: boolean): string {
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines.length - 1;
  let out = '';
  for (let index = 0; index <= last; index++) {
    const line = lines[index] ?? '';
    const isOpenEnd = open && index === last;
    out += encodeLine(line, isOpenEnd);
    if (index < last) out += '\r\n';
    else if (isOpenEnd && line !== '') out += softBreak;
  }
  return out;
}

/** One line without its break. `spaceMayEnd`: something other than a hard break follows. */
function encodeLine(line: string, spaceMayEnd: boolean): string {
  let done = '';
  let column = 0;
  let start = 0;
  // `start` to `index` is what stands for itself and is not copied yet.
  for (let index = 0; index < line.length; ) {
    const code = line.charCodeAt(index);
    let encoded: string | null = null;
    let units = 1;
    if (code >= 0x80) {
      const point = line.codePointAt(index) ?? 0;
      units = point > 0xffff ? 2 : 1;
      encoded = encodePoint(point);
    } else if (
      code === 0x3d ||
      code === 0x7f ||
      (code < 0x20 && code !== 0x09) ||
      ((code === 0x20 || code === 0x09) && index === line.length - 1 && !spaceMayEnd) ||
      (column === 0 && isGuarded(line, index))
    ) {
      encoded = hexOf[code] ?? '';
    }
    const width = encoded === null ? 1 : encoded.length;
    const isEnd = index + units === line.length && !spaceMayEnd;
    // The last character of a hard line needs no room for a soft break after it.
    if (column + width > (isEnd ? maxLineLength : maxLineLength - 1)) {
      done += line.slice(start, index) + softBreak;
      start = index;
      column = 0;
      // Measured again: what may stand at column 0 differs.
      continue;
    }
    if (encoded !== null) {
      done += line.slice(start, index) + encoded;
      start = index + units;
    }
    column += width;
    index += units;
  }
  return done + line.slice(start);
}

/** A dot (RFC 5321, 4.5.2) or `From ` (mbox), which some transports change at the start of a line. */
function isGuarded(line: string, index: number): boolean {
  const code = line.charCodeAt(index);
  return code === 0x2e || (code === 0x46 && line.startsWith('From ', index));
}

function encodePoint(point: number): string {
  if (point < 0x800) return byte(0xc0 | (point >> 6)) + byte(0x80 | (point & 0x3f));
  // A surrogate without its other half has no UTF-8 form.
  const valid = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
  if (valid < 0x10000) {
    return byte(0xe0 | (valid >> 12)) + byte(0x80 | ((valid >> 6) & 0x3f)) + byte(0x80 | (valid & 0x3f));
  }
  return (
    byte(0xf0 | (valid >> 18)) +
    byte(0x80 | ((valid >> 12) & 0x3f)) +
    byte(0x80 | ((valid >> 6) & 0x3f)) +
    byte(0x80 | (valid & 0x3f))
  );
}

function byte(value: number): string {
  return hexOf[value] ?? '';
}
