import type { ImportFile, ImportNote } from '../../core/model/import.ts';
import type { Problem } from '../../core/model/problem.ts';
import { jsonFault } from '../../core/text/json-fault.ts';
import { shown } from '../../core/text/problems.ts';

/** A file larger than this is refused: no newsroom's article, feed or page is. */
export const sizeLimitBytes = 20 * 1024 * 1024;

/** Values nested deeper than this are refused. Real stories stay below thirty. */
export const nestingLimit = 100;

/** What a file's bytes are, or why they cannot be read. */
export type Read<T> = { value: T } | { problem: Problem };

/** How a format says which encoding it is in. */
export type EncodingRule = 'json' | 'xml' | 'html' | 'text';

/**
 * A file's text: by its byte order mark, else by what an XML or HTML file declares, else UTF-8. Pages and feeds that
 * turn out to be neither what they say nor UTF-8 are read as Windows-1252, as browsers do, with a note.
 */
export function decodeFile(file: ImportFile, rule: EncodingRule, notes: ImportNote[]): Read<string> {
  const { bytes } = file;
  if (bytes.length > sizeLimitBytes) {
    return refusal(file, `${bytes.length} bytes`, `at most ${sizeLimitBytes} bytes`);
  }
  if (bytes.length === 0) {
    return refusal(file, 'an empty file', 'an article');
  }
  const text = decode(bytes, rule, notes);
  if (text === null) {
    return refusal(file, 'bytes that are not UTF-8', 'text in UTF-8, or in UTF-16 with a byte order mark');
  }
  return text.includes('\u0000') ? refusal(file, 'bytes that are not text', 'a text file') : { value: text };
}

/** The value of a JSON file, nested no deeper than `nestingLimit`. */
export function readJson(file: ImportFile, notes: ImportNote[]): Read<unknown> {
  const decoded = decodeFile(file, 'json', notes);
  if ('problem' in decoded) return decoded;
  let value: unknown;
  try {
    value = JSON.parse(decoded.value);
  } catch {
    const { got, allowed, ...place } = jsonFault(decoded.value) ?? { got: 'what is no JSON', allowed: 'JSON' };
    return { problem: { file: file.reference, field: '', got, allowed: `JSON: ${allowed}`, ...place } };
  }
  if (isDeeperThan(value, nestingLimit)) {
    return refusal(file, 'values nested without end', `at most ${nestingLimit} levels`);
  }
  return { value };
}

/** Whether objects and lists are nested deeper than `limit`. Needs no stack. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    const next: unknown[] = [];
    for (const one of level) {
      if (typeof one !== 'object' || one === null) continue;
      for (const inner of Object.values(one)) {
        if (typeof inner === 'object' && inner !== null) next.push(inner);
      }
    }
    level = next;
  }
  return false;
}

/** A problem with a file as a whole. */
export function refusal(file: ImportFile, got: string, allowed: string): { problem: Problem } {
  return { problem: { file: file.reference, field: '', got, allowed } };
}

function decode(bytes: Uint8Array, rule: EncodingRule, notes: ImportNote[]): string | null {
  const marked = byteOrder(bytes);
  if (marked !== null) return new TextDecoder(marked).decode(bytes);
  const declared = declaredEncoding(bytes, rule);
  if (declared !== null && !/^utf-?(?:8|16)/i.test(declared)) {
    const decoder = decoderFor(declared);
    if (decoder !== null) return decodeBy(decoder, bytes);
    notes.push({ field: '', note: `the declared encoding ${shown(declared)} is not known; read as UTF-8` });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    if (rule !== 'xml' && rule !== 'html') return null;
    notes.push({ field: '', note: 'not UTF-8, and no other encoding is declared; read as Windows-1252' });
    return decodeBy(new TextDecoder('windows-1252'), bytes);
  }
}

/** The encoding that the first bytes give away: a byte order mark, or the zero bytes of UTF-16's first "<", "{" or "[". */
function byteOrder(bytes: Uint8Array): string | null {
  const [first = -1, second = -1, third = -1] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const opening = [0x3c, 0x7b, 0x5b];
  if (opening.includes(first) && second === 0) return 'utf-16le';
  return first === 0 && opening.includes(second) ? 'utf-16be' : null;
}

function declaredEncoding(bytes: Uint8Array, rule: EncodingRule): string | null {
  if (rule !== 'xml' && rule !== 'html') return null;
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
  const xml = /^\s*<\?xml[^<>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start);
  if (xml !== null) return xml[1] ?? null;
  return rule === 'html' ? (/<meta\s[^<>]*charset\s*=\s*["']?([\w.:-]+)/i.exec(start)?.[1] ?? null) : null;
}

// 0x80 to 0x9F of Windows-1252 (Encoding Standard, index windows-1252). Node 20 leaves them as control characters:
// https://github.com/nodejs/node/issues/56542
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function decodeBy(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  if (decoder.encoding !== 'windows-1252') return text;
  return text.replace(/[\u0080-\u009f]/g, (character) => windows1252.charAt(character.charCodeAt(0) - 0x80));
}

function decoderFor(label: string): InstanceType<typeof TextDecoder> | null {
  try {
    return new TextDecoder(label);
  } catch {
    return null;
  }
}
