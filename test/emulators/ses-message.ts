/** A 4xx or 5xx of the query protocol. */
export interface SesRefusal {
  status: number;
  code: string;
  message: string;
}

// Base64 and all: the v1 API counts the message as it is carried.
const maxMessageLength = 10 * 1024 * 1024;

export function refusal(code: string, message: string, status = 400): SesRefusal {
  return { status, code, message };
}

export function decodedMessage(data: string | null): { bytes: Buffer } | SesRefusal {
  if (data === null || data === '') return refusal('InvalidParameterValue', 'Empty raw message.');
  // A plus sign that was not percent-encoded has become a space.
  if (data.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(data)) {
    return refusal('MalformedInput', 'RawMessage.Data is not base64.');
  }
  if (data.length > maxMessageLength) {
    return refusal(
      'InvalidParameterValue',
      `Message length is more than ${maxMessageLength} bytes long: '${data.length}'.`,
    );
  }
  return { bytes: Buffer.from(data, 'base64') };
}

export function messageTags(parameters: URLSearchParams): { tags: Record<string, string> } | SesRefusal {
  const names = numbered(parameters, 'Tags.member', '.Name');
  const values = numbered(parameters, 'Tags.member', '.Value');
  const tags: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const value = values[index] ?? '';
    const isReserved = /^ses:feedback-id-[ab]$/.test(name);
    if (!isReserved && !/^[A-Za-z0-9_-]{1,256}$/.test(name)) {
      return refusal(
        'InvalidParameterValue',
        `Invalid tag name <${name}>: only alphanumeric ASCII characters, '_', and '-' are allowed, 256 at most.`,
      );
    }
    if (!/^[A-Za-z0-9_-]{1,256}$/.test(value)) {
      return refusal(
        'InvalidParameterValue',
        `Invalid tag value <${value}>: only alphanumeric ASCII characters, '_', and '-' are allowed, 256 at most.`,
      );
    }
    if (Object.hasOwn(tags, name)) return refusal('InvalidParameterValue', `Duplicate tag <${name}>.`);
    tags[name] = value;
  }
  return { tags };
}

export function headersOf(bytes: Buffer): { lines: [name: string, value: string][] } | SesRefusal {
  const text = bytes.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const lines = (end === -1 ? text : text.slice(0, end)).split('\r\n');
  for (const line of lines) {
    if (line.length >= 998) {
      return refusal('InvalidParameterValue', `Header too long: '${line.slice(0, line.indexOf(':'))}'.`);
    }
    if (/[^\t -~]/.test(line))
      return refusal('InvalidParameterValue', 'Header contains characters other than printable ASCII.');
  }
  for (const line of text.slice(end).split('\r\n')) {
    if (line.length > 998) return refusal('InvalidParameterValue', 'A line of the body is longer than 998 characters.');
  }
  const headers: [string, string][] = [];
  for (const line of lines) {
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) last[1] += line;
    else headers.push([line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]);
  }
  for (const name of ['from', 'to', 'subject', 'date', 'message-id', 'mime-version', 'content-type']) {
    if (headers.filter(([other]) => other === name).length > 1) {
      return refusal('InvalidParameterValue', `Duplicate header '${name}'.`);
    }
  }
  if (!headers.some(([name]) => name === 'from'))
    return refusal('InvalidParameterValue', "Missing required header 'From'.");
  return { lines: headers };
}

export function addressesIn(headers: { lines: readonly [string, string][] }, names: readonly string[]): string[] {
  return headers.lines
    .filter(([name]) => names.includes(name))
    .flatMap(([, value]) => value.match(/[^\s<>,;"]+@[^\s<>,;"]+/g) ?? []);
}

export function bareAddress(address: string): string {
  return /<([^<>]+)>/.exec(address)?.[1] ?? address;
}

export function numbered(parameters: URLSearchParams, prefix: string, suffix: string): string[] {
  const values: string[] = [];
  for (let number = 1; ; number++) {
    const value = parameters.get(`${prefix}.${number}${suffix}`);
    if (value === null) return values;
    values.push(value);
  }
}
