import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { type AcceptedMessage, defaultLimits, SesAccount, type SesAnswer, type SesLimits } from './ses-account.ts';
import { selfSignedCertificate } from './ses-certificate.ts';
import { signatureProblem } from './ses-signature.ts';

/** Faults in which the emulator takes nothing. */
export const faultsThatTakeNothing = [
  /** Nobody listens. */
  'refuse',
  /** The connection is reset when it is made, before any TLS. */
  'reset-handshake',
  /** The connection is made and TLS never answered. */
  'stall-handshake',
  'reset-before-body',
  'reset-mid-body',
  'reset-after-body',
  /** Read whole and never answered. */
  'hang',
  'error-500',
  'error-503',
  'throttle',
  'daily-quota',
  'paused',
  'not-verified',
  /** A 4xx that names the recipient. */
  'reject-recipient',
  'expired-credentials',
  /** A 400 whose body is no XML. */
  'garbage-400',
  /** The head and half the body of a 400. */
  'truncated-400',
] as const;

/** Faults in which the emulator takes the message, and the answer is lost, late or wrong. */
export const faultsThatAccept = [
  'accept-reset',
  'accept-close',
  'accept-hang',
  'accept-500',
  'accept-502-html',
  /** The head and half the body of a 200, then the end of the connection. */
  'accept-truncated-200',
  /** A 200 whose Content-Length never comes in full. */
  'accept-stalled-200',
  'accept-garbage-200',
  'accept-empty-200',
  /** Bytes that are not HTTP. */
  'accept-garbage-bytes',
  'accept-no-message-id',
  /** A right answer, late. */
  'accept-slow',
] as const;

export type SesFaultKind = (typeof faultsThatTakeNothing)[number] | (typeof faultsThatAccept)[number];

export interface SesFault {
  kind: SesFaultKind;
  /** How many requests (or connections, for the first three) it meets. Default: every one. */
  times?: number;
  /** How many requests pass before it, such as the one for the quota. Default: 0. */
  after?: number;
  /** Of `accept-slow`. Default: 200. */
  delayMilliseconds?: number;
}

export interface SesEmulatorOptions {
  /** Default: TLS. */
  protocol?: 'http' | 'https';
  limits?: Partial<SesLimits>;
  /** Default: `test` and `test`. Null: signatures are not looked at. */
  credentials?: { accessKeyId: string; secretAccessKey: string } | null;
  /** Keeps what came of each message but neither its bytes nor the requests: for benchmarks. */
  forgetBytes?: boolean;
  now?: () => number;
}

/** A request as it stood on the wire. */
export interface SesRequest {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface SesEmulator {
  /** For the SDK's `endpoint`. */
  url: string;
  /** The certificate to trust, in PEM; null over plain HTTP. */
  certificate: string | null;
  /** In the order they were taken. */
  accepted(): readonly AcceptedMessage[];
  /** Calls that reached the emulator whole, by action. */
  calls(): Readonly<Record<string, number>>;
  connections(): number;
  /** Those read whole, as they came. */
  requests(): readonly SesRequest[];
  /** Null: none. It stays until it has met its `times`. */
  setFault(fault: SesFault | null): Promise<void>;
  setLimits(limits: Partial<SesLimits>): void;
  close(): Promise<void>;
}

/**
 * Amazon SES v1 on loopback: the query protocol over HTTP or TLS, with its limits held and its signatures checked; it keeps exact
 * bytes, and fails on request at every byte phase.
 *
 * @example
 * const ses = await startSesEmulator({ limits: { maxSendRate: 14 } });
 */
export async function startSesEmulator(options: SesEmulatorOptions = {}): Promise<SesEmulator> {
  const emulator = new Emulator(options);
  await emulator.listen();
  return emulator;
}

class Emulator implements SesEmulator {
  readonly certificate: string | null;
  readonly #options: SesEmulatorOptions;
  readonly #account: SesAccount;
  readonly #http: Server;
  readonly #sockets = new Map<number, Socket>();
  readonly #calls: Record<string, number> = {};
  readonly #requests: SesRequest[] = [];
  #listener = createTcpServer();
  #port = 0;
  #connections = 0;
  #fault: SesFault | null = null;
  #left = 0;
  #pass = 0;

  constructor(options: SesEmulatorOptions) {
    this.#options = options;
    this.#account = new SesAccount({ ...defaultLimits, ...options.limits }, options.now ?? Date.now);
    const certificate = options.protocol === 'http' ? null : selfSignedCertificate();
    this.certificate = certificate?.cert ?? null;
    const onRequest = (request: IncomingMessage, response: ServerResponse) => this.#meet(request, response);
    this.#http = certificate === null ? createHttpServer(onRequest) : createHttpsServer(certificate, onRequest);
    this.#http.keepAliveTimeout = 60_000;
    this.#http.on('tlsClientError', () => {});
  }

  get url(): string {
    return `${this.certificate === null ? 'http' : 'https'}://127.0.0.1:${this.#port}`;
  }

  accepted(): readonly AcceptedMessage[] {
    return this.#account.accepted;
  }

  calls(): Readonly<Record<string, number>> {
    return this.#calls;
  }

  connections(): number {
    return this.#connections;
  }

  requests(): readonly SesRequest[] {
    return this.#requests;
  }

  setLimits(limits: Partial<SesLimits>): void {
    Object.assign(this.#account.limits, limits);
  }

  async setFault(fault: SesFault | null): Promise<void> {
    const wasRefusing = this.#fault?.kind === 'refuse';
    this.#fault = fault;
    this.#left = fault?.times ?? Number.POSITIVE_INFINITY;
    this.#pass = fault?.after ?? 0;
    // What stands below the request meets new connections only.
    if (fault?.kind === 'refuse' || fault?.kind === 'reset-handshake' || fault?.kind === 'stall-handshake') {
      for (const socket of this.#sockets.values()) socket.destroy();
      // Time for the other end to see that its kept connections are gone: a request on one is another fault.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (fault?.kind === 'refuse') await this.#stopListening();
    else if (wasRefusing) await this.listen();
  }

  async listen(): Promise<void> {
    this.#listener = createTcpServer((socket) => this.#connect(socket));
    await new Promise<void>((resolve, reject) => {
      this.#listener.once('error', reject);
      this.#listener.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (this.#listener.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.values()) socket.destroy();
    if (this.#listener.listening) await this.#stopListening();
    this.#http.closeAllConnections();
  }

  async #stopListening(): Promise<void> {
    await new Promise((resolve) => this.#listener.close(resolve));
  }

  #connect(socket: Socket): void {
    const port = socket.remotePort ?? 0;
    this.#connections += 1;
    this.#sockets.set(port, socket);
    socket.setNoDelay(true);
    socket.on('close', () => this.#sockets.delete(port));
    socket.on('error', () => {});
    const kind = this.#takeFault(['reset-handshake', 'stall-handshake'])?.kind;
    if (kind === 'reset-handshake') socket.resetAndDestroy();
    else if (kind !== 'stall-handshake') this.#http.emit('connection', socket);
  }

  /** The fault that is set, if it is for here and not used up. */
  #takeFault(kinds?: readonly SesFaultKind[]): SesFault | null {
    const fault = this.#fault;
    if (fault === null || this.#left <= 0 || (kinds !== undefined && !kinds.includes(fault.kind))) return null;
    if (this.#pass > 0) {
      this.#pass -= 1;
      return null;
    }
    this.#left -= 1;
    return fault;
  }

  #reset(request: IncomingMessage): void {
    this.#sockets.get(request.socket.remotePort ?? 0)?.resetAndDestroy();
  }

  #meet(request: IncomingMessage, response: ServerResponse): void {
    request.on('error', () => {});
    response.on('error', () => {});
    const fault = this.#takeFault();
    if (fault?.kind === 'reset-before-body') {
      this.#reset(request);
      return;
    }
    const chunks: Buffer[] = [];
    const expected = Number(request.headers['content-length'] ?? 0);
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (fault?.kind === 'reset-mid-body' && length >= expected / 2) this.#reset(request);
    });
    request.on('end', () => this.#whole(request, response, Buffer.concat(chunks), fault));
  }

  #whole(request: IncomingMessage, response: ServerResponse, body: Buffer, fault: SesFault | null): void {
    const kind = fault?.kind;
    if (kind === 'reset-mid-body' || kind === 'hang') return;
    if (kind === 'reset-after-body') {
      this.#reset(request);
      return;
    }
    const text = body.toString('latin1');
    const parameters = new URLSearchParams(text);
    if (this.#options.forgetBytes !== true) {
      this.#requests.push({ path: request.url ?? '', headers: request.headers, body: text });
    }
    const action = parameters.get('Action') ?? '';
    this.#calls[action] = (this.#calls[action] ?? 0) + 1;
    const refused = kind === undefined ? null : refusalOf(kind, parameters);
    if (refused !== null) {
      if (kind === 'truncated-400') breakOff(request.socket, '400 Bad Request', xmlOf(refused));
      else respond(response, refused);
      return;
    }
    const answer = this.#judge(request, body, parameters);
    if (answer.status !== 200 || kind === undefined) {
      respond(response, answer);
      return;
    }
    this.#spoil(request, response, answer, fault);
  }

  #judge(request: IncomingMessage, body: Buffer, parameters: URLSearchParams): SesAnswer {
    const { credentials = { accessKeyId: 'test', secretAccessKey: 'test' }, forgetBytes = false } = this.#options;
    const problem = credentials === null ? null : signatureProblem(request, body, credentials);
    if (problem !== null) return { status: 403, ...problem };
    const answer = this.#account.answer(parameters);
    const last = this.#account.accepted.at(-1);
    if (forgetBytes && last !== undefined) last.bytes = Buffer.alloc(0);
    return answer;
  }

  /** What was taken is answered badly. */
  #spoil(request: IncomingMessage, response: ServerResponse, answer: SesAnswer, fault: SesFault | null): void {
    const xml = xmlOf(answer);
    const { socket } = request;
    switch (fault?.kind) {
      case 'accept-reset':
        this.#reset(request);
        return;
      case 'accept-close':
        socket.destroy();
        return;
      case 'accept-hang':
        return;
      case 'accept-500':
        respond(response, { status: 500, code: 'InternalFailure', message: 'An internal error occurred.' });
        return;
      case 'accept-502-html':
        response.writeHead(502, { 'Content-Type': 'text/html' }).end('<html><body>Bad Gateway</body></html>');
        return;
      case 'accept-truncated-200':
        breakOff(socket, '200 OK', xml);
        return;
      case 'accept-stalled-200':
        socket.write(`${head('200 OK', xml)}${xml.slice(0, xml.length / 2)}`);
        return;
      case 'accept-garbage-200':
        response.writeHead(200, { 'Content-Type': 'text/xml' }).end('\u0000<<not & xml \u0001');
        return;
      case 'accept-empty-200':
        response.writeHead(200, { 'Content-Type': 'text/xml' }).end();
        return;
      case 'accept-garbage-bytes':
        socket.end('\u0016\u0003\u0001 not HTTP at all\r\n\r\n');
        return;
      case 'accept-no-message-id':
        respond(response, { status: 200, result: '<SendRawEmailResult></SendRawEmailResult>' });
        return;
      default:
        setTimeout(() => respond(response, answer), fault?.delayMilliseconds ?? 200);
    }
  }
}

function refusalOf(kind: SesFaultKind, parameters: URLSearchParams): SesAnswer | null {
  const to = parameters.get('Destinations.member.1') ?? '';
  switch (kind) {
    case 'error-500':
      return { status: 500, code: 'InternalFailure', message: 'An internal error occurred.' };
    case 'error-503':
      return { status: 503, code: 'ServiceUnavailable', message: 'Service unavailable.' };
    case 'truncated-400':
    case 'throttle':
      return { status: 400, code: 'Throttling', message: 'Maximum sending rate exceeded.' };
    case 'daily-quota':
      return { status: 400, code: 'Throttling', message: 'Daily message quota exceeded.' };
    case 'paused':
      return { status: 400, code: 'AccountSendingPausedException', message: 'Sending paused for this account.' };
    case 'not-verified':
      return {
        status: 400,
        code: 'MessageRejected',
        message: `Email address is not verified. The following identities failed the check in region US-EAST-1: ${parameters.get('Source')}`,
      };
    case 'reject-recipient':
      return { status: 400, code: 'InvalidParameterValue', message: `Illegal address: <${to}>` };
    case 'expired-credentials':
      return { status: 403, code: 'ExpiredToken', message: 'The security token included in the request is expired' };
    case 'garbage-400':
      return { status: 400, code: '', message: 'not & xml <<' };
    default:
      return null;
  }
}

function head(status: string, body: string): string {
  return `HTTP/1.1 ${status}\r\nContent-Type: text/xml\r\nContent-Length: ${body.length}\r\n\r\n`;
}

/** The head, half the body, and the end of the connection. */
function breakOff(socket: Socket, status: string, body: string): void {
  socket.end(head(status, body) + body.slice(0, body.length / 2));
}

function respond(response: ServerResponse, answer: SesAnswer): void {
  const body = 'code' in answer && answer.code === '' ? answer.message : xmlOf(answer);
  response.writeHead(answer.status, {
    'Content-Type': 'text/xml',
    'Content-Length': Buffer.byteLength(body),
    'x-amzn-RequestId': 'emulated',
  });
  response.end(body);
}

function xmlOf(answer: SesAnswer): string {
  const namespace = 'xmlns="http://ses.amazonaws.com/doc/2010-12-01/"';
  if ('result' in answer) {
    const action = /<(\w+)Result>/.exec(answer.result)?.[1] ?? 'SendRawEmail';
    return `<${action}Response ${namespace}>\n  ${answer.result}\n  <ResponseMetadata>\n    <RequestId>emulated</RequestId>\n  </ResponseMetadata>\n</${action}Response>\n`;
  }
  const message = answer.message.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const type = answer.status < 500 ? 'Sender' : 'Receiver';
  return `<ErrorResponse ${namespace}>\n  <Error>\n    <Type>${type}</Type>\n    <Code>${answer.code}</Code>\n    <Message>${message}</Message>\n  </Error>\n  <RequestId>emulated</RequestId>\n</ErrorResponse>\n`;
}
