import { PressrunError } from '../../core/errors.ts';

const lineFeed = 0x0a;

/**
 * Decodes a text file whose encoding nobody said: by its byte order mark; UTF-16 without one by its zero bytes; else UTF-8, and
 * a line that is not UTF-8 as Windows-1252, of which Latin-1 is a part. A file of mixed lines comes out right too.
 *
 * @param encoding - a label of the Encoding Standard, such as `windows-1251`, where the user knows better.
 * @throws {PressrunError} `USAGE` when there is no such encoding.
 */
export async function* decodeText(
  bytes: AsyncIterable<Uint8Array>,
  encoding: string | null = null,
): AsyncGenerator<{ text: string; bytes: number }> {
  let read = 0;
  let decode = encoding === null ? null : streaming(encoding);
  let waiting: Uint8Array = new Uint8Array();
  for await (const piece of bytes) {
    read += piece.length;
    if (decode === null) {
      // Enough to see a mark, and a few letters of UTF-16 without one.
      waiting = joined(waiting, piece);
      if (waiting.length < 64) continue;
      decode = decoderOf(waiting);
      yield { text: decode(waiting, false), bytes: read };
    } else yield { text: decode(piece, false), bytes: read };
  }
  if (decode === null) yield { text: decoderOf(waiting)(waiting, true), bytes: read };
  else yield { text: decode(new Uint8Array(), true), bytes: read };
}

type Decode = (piece: Uint8Array, last: boolean) => string;

function decoderOf(start: Uint8Array): Decode {
  const [first, second, third] = start;
  if (first === 0xff && second === 0xfe) return streaming('utf-16le');
  if (first === 0xfe && second === 0xff) return streaming('utf-16be');
  if (first === 0xef && second === 0xbb && third === 0xbf) return byLine(3);
  // An address has letters below U+0100: every other byte of them is zero.
  const zeros = [0, 0];
  for (const [index, byte] of start.subarray(0, 4096).entries())
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const half = Math.min(start.length, 4096) / 2;
  if (odd > half * 0.4 && even < half * 0.1) return streaming('utf-16le');
  if (even > half * 0.4 && odd < half * 0.1) return streaming('utf-16be');
  return byLine(0);
}

function streaming(encoding: string): Decode {
  const decoder = decoderFor(encoding);
  return (piece, last) => decoder.decode(piece, { stream: !last });
}

function decoderFor(encoding: string) {
  try {
    return new TextDecoder(encoding);
  } catch (cause) {
    throw new PressrunError('USAGE', `There is no encoding “${encoding}”.`, { cause });
  }
}

/** Whole lines at a time, so that each can be judged. No byte of a UTF-8 sequence but a line feed is a line feed. */
function byLine(skip: number): Decode {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const western = new TextDecoder('windows-1252');
  let rest: Uint8Array = new Uint8Array();
  let left = skip;
  const decode = (lines: Uint8Array): string => {
    try {
      return strict.decode(lines);
    } catch {
      const breakAt = lines.indexOf(lineFeed);
      if (breakAt < 0 || breakAt === lines.length - 1) return western.decode(lines);
      // Halves, so that a file in which only some lines are not UTF-8 is not decoded line by line.
      const middle = lines.indexOf(lineFeed, lines.length >> 1);
      const cut = (middle < 0 || middle === lines.length - 1 ? breakAt : middle) + 1;
      return decode(lines.subarray(0, cut)) + decode(lines.subarray(cut));
    }
  };
  return (piece, last) => {
    const bytes = joined(rest, left === 0 ? piece : piece.subarray(left));
    left = 0;
    const end = last ? bytes.length : bytes.lastIndexOf(lineFeed) + 1;
    // A copy: what is left must not keep the whole piece in memory, nor change with a buffer that is used again.
    rest = bytes.slice(end);
    return decode(bytes.subarray(0, end));
  };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
