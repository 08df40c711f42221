/** An answer of HTTP/1.1, read to its end. */
export interface HttpAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Buffer;
  /** Whether the connection may carry another request. */
  keepsOpen: boolean;
}

const longestHead = 65_536;

/**
 * Reads one answer of HTTP/1.1 (RFC 9112) from a connection. Strict: whatever is not plainly a whole answer with its length declared, or in
 * chunks, is an error or never ends, and so is never taken for one.
 */
export class HttpAnswerReader {
  #bytes: Buffer = Buffer.alloc(0);
  #head: { status: number; headers: Record<string, string>; bodyAt: number } | null = null;

  /**
   * @returns the answer when it is whole, and null until then.
   * @throws {Error} when what came is not HTTP, or more came than the answer.
   */
  push(next: Buffer): HttpAnswer | null {
    this.#bytes = this.#bytes.length === 0 ? next : Buffer.concat([this.#bytes, next]);
    while (this.#head === null) {
      const end = this.#bytes.indexOf('\r\n\r\n');
      if (end === -1) {
        this.#checkStart();
        return null;
      }
      const head = headOf(this.#bytes.toString('latin1', 0, end));
      // 1xx (RFC 9110, 15.2): another head follows.
      if (head.status >= 200) this.#head = { ...head, bodyAt: end + 4 };
      else if (head.status === 101) throw new Error('the answer changes the protocol');
      else this.#bytes = this.#bytes.subarray(end + 4);
    }
    const { status, headers, bodyAt } = this.#head;
    const rest = this.#bytes.subarray(bodyAt);
    const body = headers['transfer-encoding'] === undefined ? declared(rest, headers) : dechunked(rest, headers);
    const keepsOpen = !/\bclose\b/i.test(headers['connection'] ?? '');
    return body === null ? null : { status, headers, body, keepsOpen };
  }

  #checkStart(): void {
    const start = this.#bytes.toString('latin1', 0, 9);
    if (!'HTTP/1.1 '.startsWith(start) || this.#bytes.length > longestHead)
      throw new Error('the answer is not HTTP/1.1');
  }
}

function headOf(text: string): { status: number; headers: Record<string, string> } {
  const lines = text.split('\r\n');
  const match = /^HTTP\/1\.1 ([1-9]\d\d)(?: |$)/.exec(lines[0] ?? '');
  if (match === null) throw new Error('the answer is not HTTP/1.1');
  const headers: Record<string, string> = {};
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const colon = line.indexOf(':');
    if (colon < 1) throw new Error('the answer has a header that is none');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return { status: Number(match[1]), headers };
}

function declared(rest: Buffer, headers: Record<string, string>): Buffer | null {
  const length = headers['content-length'] ?? '';
  if (!/^\d{1,9}$/.test(length)) throw new Error('the answer does not declare its length');
  if (rest.length > Number(length)) throw new Error('more came than the answer');
  return rest.length === Number(length) ? rest : null;
}

/** RFC 9112, 7.1, without trailers. */
function dechunked(rest: Buffer, headers: Record<string, string>): Buffer | null {
  if (headers['transfer-encoding'] !== 'chunked' || headers['content-length'] !== undefined) {
    throw new Error('the answer’s length is declared in two ways');
  }
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = rest.indexOf('\r\n', at);
    if (end === -1) return null;
    const match = /^([0-9a-f]{1,7})(?:;.*)?$/i.exec(rest.toString('latin1', at, end));
    if (match === null) throw new Error('the answer’s chunks cannot be read');
    const length = Number.parseInt(match[1] ?? '', 16);
    const next = end + 2 + length + 2;
    if (rest.length < next) return null;
    if (rest.toString('latin1', next - 2, next) !== '\r\n') throw new Error('the answer’s chunks cannot be read');
    if (length === 0) {
      if (rest.length > next) throw new Error('more came than the answer');
      return Buffer.concat(parts);
    }
    parts.push(rest.subarray(end + 2, end + 2 + length));
    at = next;
  }
}
