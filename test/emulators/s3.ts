import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call that reached an emulator. `caller` is the access key id it was signed with. */
export interface SeenCall {
  caller: string;
  action: string;
  resource: string;
}

export interface S3Options {
  /** Told of every call. */
  onCall?: (call: SeenCall) => void;
  /** Asked before every write; an answer is given instead of doing it. */
  fault?: (request: { action: string; key: string }) => { status: number; code: string } | null;
  /** Milliseconds between the check of a condition and the write, in which another writer's is answered 409. */
  conflictWindow?: number;
}

export interface S3Emulator {
  endpoint: string;
  /** Objects by `<bucket>/<key>`. */
  objects: Map<string, { bytes: Buffer; etag: string; contentType: string }>;
  close(): Promise<void>;
}

/**
 * S3 on loopback, path style: Put, Get, Head, Delete and List of objects, with `If-None-Match: *` and `If-Match` as S3 enforces them: 412
 * when the condition does not hold, 409 when another conditional write of the key is under way, 404 for If-Match on nothing.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export async function startS3(options: S3Options = {}): Promise<S3Emulator> {
  const objects: S3Emulator['objects'] = new Map();
  const writing = new Set<string>();

  const put = async (request: IncomingMessage, response: ServerResponse, bucket: string, key: string) => {
    const bytes = unchunked(request, await bodyOf(request));
    const name = `${bucket}/${key}`;
    if (Buffer.byteLength(key) > 1_024) return refuse(response, 400, 'KeyTooLongError');
    const fault = options.fault?.({ action: 'PutObject', key });
    if (fault) return refuse(response, fault.status, fault.code);
    const [ifNoneMatch, ifMatch] = [request.headers['if-none-match'], request.headers['if-match']];
    const conditional = ifNoneMatch !== undefined || ifMatch !== undefined;
    if (ifNoneMatch !== undefined && ifNoneMatch !== '*') return refuse(response, 501, 'NotImplemented');
    if (conditional && writing.has(name)) return refuse(response, 409, 'ConditionalRequestConflict');
    const standing = objects.get(name);
    if (ifNoneMatch !== undefined && standing !== undefined) return refuse(response, 412, 'PreconditionFailed');
    if (ifMatch !== undefined && standing === undefined) return refuse(response, 404, 'NoSuchKey');
    if (ifMatch !== undefined && standing?.etag !== ifMatch) return refuse(response, 412, 'PreconditionFailed');
    if (conditional && (options.conflictWindow ?? 0) > 0) {
      writing.add(name);
      await new Promise((resolve) => setTimeout(resolve, options.conflictWindow));
      writing.delete(name);
    }
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    objects.set(name, { bytes, etag, contentType: request.headers['content-type'] ?? '' });
    response.setHeader('ETag', etag);
    response.end();
  };

  const get = (response: ServerResponse, name: string, withBody: boolean) => {
    const found = objects.get(name);
    if (found === undefined) return refuse(response, 404, 'NoSuchKey');
    response.setHeader('ETag', found.etag);
    response.setHeader('Content-Type', found.contentType);
    response.setHeader('Content-Length', found.bytes.length);
    response.end(withBody ? found.bytes : undefined);
  };

  const list = (response: ServerResponse, bucket: string, query: URLSearchParams) => {
    const prefix = `${bucket}/${query.get('prefix') ?? ''}`;
    const after = query.get('continuation-token') ?? '';
    const size = Math.min(1_000, Number(query.get('max-keys') ?? 1_000));
    const names = [...objects.keys()].filter((name) => name.startsWith(prefix) && name > after).sort(byBytes);
    const page = names.slice(0, size);
    const more = names.length > size;
    const contents = page.map((name) => {
      const { etag, bytes } = objects.get(name) ?? { etag: '', bytes: Buffer.alloc(0) };
      return `<Contents><Key>${escapeXml(name.slice(bucket.length + 1))}</Key><ETag>${escapeXml(etag)}</ETag><Size>${bytes.length}</Size></Contents>`;
    });
    const next = more ? `<NextContinuationToken>${escapeXml(page.at(-1) ?? '')}</NextContinuationToken>` : '';
    response.setHeader('Content-Type', 'application/xml');
    response.end(
      `<?xml version="1.0"?><ListBucketResult><KeyCount>${page.length}</KeyCount><IsTruncated>${more}</IsTruncated>${contents.join('')}${next}</ListBucketResult>`,
    );
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://s3');
    const [, bucket = '', ...rest] = url.pathname.split('/');
    const key = decodeURIComponent(rest.join('/'));
    const resource = key === '' ? `arn:aws:s3:::${bucket}` : `arn:aws:s3:::${bucket}/${key}`;
    const action = actionOf(request.method ?? '', key);
    options.onCall?.({ caller: callerOf(request), action: `s3:${action}`, resource });
    if (action === 'PutObject') {
      put(request, response, bucket, key).catch((error: unknown) => response.destroy(error as Error));
      return;
    }
    request.resume();
    if (action === 'GetObject') {
      // Who may not list a bucket is told "forbidden" of an object that is not there.
      if (!objects.has(`${bucket}/${key}`)) {
        options.onCall?.({ caller: callerOf(request), action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` });
      }
      get(response, `${bucket}/${key}`, request.method === 'GET');
    } else if (action === 'ListBucket') list(response, bucket, url.searchParams);
    else if (action === 'DeleteObject') {
      objects.delete(`${bucket}/${key}`);
      response.writeHead(204).end();
    } else refuse(response, 501, 'NotImplemented');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The access key id that a request was signed with (Signature Version 4). */
export function callerOf(request: IncomingMessage): string {
  return /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function actionOf(method: string, key: string): string {
  if (key === '') return method === 'GET' ? 'ListBucket' : 'Unknown';
  return { PUT: 'PutObject', GET: 'GetObject', HEAD: 'GetObject', DELETE: 'DeleteObject' }[method] ?? 'Unknown';
}

/** The body without the chunk framing of `aws-chunked`. */
function unchunked(request: IncomingMessage, body: Buffer): Buffer {
  if (!String(request.headers['content-encoding'] ?? '').includes('aws-chunked')) return body;
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const end = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.subarray(at, end).toString('latin1'), 16);
    if (!(size > 0)) break;
    parts.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(parts);
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'Content-Type': 'application/xml' });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
