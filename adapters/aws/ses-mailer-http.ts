import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { SESClientConfig } from '@aws-sdk/client-ses';
import { type HttpAnswer, HttpAnswerReader } from './ses-mailer-response.ts';

type RequestHandler = Extract<SESClientConfig['requestHandler'], { handle: unknown }>;
type SdkRequest = Parameters<RequestHandler['handle']>[0];
type SdkResponse = Awaited<ReturnType<RequestHandler['handle']>>['response'];

/**
 * What is known of one call from below the SDK, whatever error comes out above it. While `mayHaveWritten` is false, not a
 * byte of the call has been given to a connection.
 */
export interface Exchange {
  mayHaveWritten: boolean;
  /** Whether the connection has taken the last byte, so that the memory it stood in is free. */
  written: boolean;
  /** Read to its end. */
  answer: HttpAnswer | null;
}

export interface HandlerOptions {
  /** Connections, and so calls under way, at once; further calls wait. */
  concurrency: number;
  /** To wait for a free connection, and again for it to be established. */
  connectTimeoutMilliseconds: number;
  /** From having a connection to the end of the answer. */
  requestTimeoutMilliseconds: number;
  /** A connection idle for longer is not used again, lest the other side close it under a request. */
  idleTimeoutMilliseconds: number;
  /** Authorities to trust in place of node's, in PEM. */
  certificateAuthority?: string;
}

/**
 * The SDK's request handler, on connections of its own: HTTP/1.1, one try, one write, and an account of how far each call came.
 * node:https would do, at twice the processor time; and a request is written here only once its connection is established, so
 * that what was never written is known, not guessed from an error's code.
 */
export class SesRequestHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly #options: HandlerOptions;
  readonly #exchanges = new WeakMap<object, Exchange>();
  readonly #idle: Connection[] = [];
  readonly #busy = new Set<Connection>();
  readonly #waiting: Call[] = [];

  constructor(options: HandlerOptions) {
    this.#options = options;
  }

  /** Keeps account in `exchange` of the call that has this very body. */
  watch(body: Uint8Array, exchange: Exchange): void {
    this.#exchanges.set(body, exchange);
  }

  handle(request: SdkRequest): Promise<{ response: SdkResponse }> {
    const given: unknown = request.body;
    const body = given instanceof Uint8Array ? given : Buffer.from(String(given ?? ''));
    const exchange = this.#exchanges.get(body) ?? newExchange();
    return new Promise((resolve, reject) => {
      const call = new Call(request, body, exchange, resolve, reject);
      call.expireAfter(this.#options.connectTimeoutMilliseconds, 'no free connection');
      this.#waiting.push(call);
      this.#dispatch();
    });
  }

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {};
  }

  destroy(): void {
    for (const call of this.#waiting.splice(0)) call.fail(new Error('the mailer was closed'));
    for (const connection of [...this.#idle, ...this.#busy]) connection.end(new Error('the mailer was closed'));
  }

  #dispatch(): void {
    while (this.#waiting.length > 0 && this.#busy.size < this.#options.concurrency) {
      const call = this.#waiting.shift();
      if (call === undefined || call.settled) continue;
      const connection = this.#usable(call.request) ?? this.#open(call.request);
      this.#busy.add(connection);
      call.expireAfter(this.#options.requestTimeoutMilliseconds, 'no whole answer');
      connection.carry(call);
    }
  }

  /** The connection used last, so that those not needed grow old and end. */
  #usable(request: SdkRequest): Connection | undefined {
    const oldest = performance.now() - this.#options.idleTimeoutMilliseconds;
    for (let connection = this.#idle.pop(); connection !== undefined; connection = this.#idle.pop()) {
      if (connection.lastUsedAt > oldest && connection.isTo(request)) return connection;
      connection.end(new Error('idle for too long'));
    }
    return undefined;
  }

  #open(request: SdkRequest): Connection {
    return new Connection(request, this.#options, (connection, keepsOpen) => {
      this.#busy.delete(connection);
      const at = this.#idle.indexOf(connection);
      if (at !== -1) this.#idle.splice(at, 1);
      if (keepsOpen) this.#idle.push(connection);
      // Not at once: this may be called from within it.
      queueMicrotask(() => this.#dispatch());
    });
  }
}

export function newExchange(): Exchange {
  return { mayHaveWritten: false, written: false, answer: null };
}

/** One request and the promise of its answer, which is settled once. */
class Call {
  readonly request: SdkRequest;
  readonly body: Uint8Array;
  readonly exchange: Exchange;
  readonly #resolve: (answer: { response: SdkResponse }) => void;
  readonly #reject: (error: Error) => void;
  #timer: NodeJS.Timeout | undefined;
  /** Ends the connection that carries it. */
  onExpiry: ((error: Error) => void) | null = null;
  settled = false;

  constructor(
    request: SdkRequest,
    body: Uint8Array,
    exchange: Exchange,
    resolve: (answer: { response: SdkResponse }) => void,
    reject: (error: Error) => void,
  ) {
    this.request = request;
    this.body = body;
    this.exchange = exchange;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Fails it then, unless it was settled or given another limit before. */
  expireAfter(milliseconds: number, what: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const error = timeoutError(what, milliseconds);
      this.fail(error);
      this.onExpiry?.(error);
    }, milliseconds);
  }

  /** The head of the request, to stand before the body. */
  head(): string {
    const { method, path, query, headers } = this.request;
    let head = `${method} ${path}${queryOf(query)} HTTP/1.1\r\n`;
    for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
    return `${head}\r\n`;
  }

  answer(answer: HttpAnswer): void {
    if (this.settled) return;
    this.#settle();
    this.exchange.answer = answer;
    const { status, headers, body } = answer;
    this.#resolve({ response: { statusCode: status, headers, body } });
  }

  fail(error: Error): void {
    if (this.settled) return;
    this.#settle();
    this.#reject(error);
  }

  #settle(): void {
    this.settled = true;
    clearTimeout(this.#timer);
  }
}

/** One connection, which carries one call at a time. */
class Connection {
  readonly #origin: string;
  readonly #socket: Socket;
  readonly #free: (connection: Connection, keepsOpen: boolean) => void;
  readonly #connectTimer: NodeJS.Timeout;
  #established = false;
  #call: Call | null = null;
  #reader = new HttpAnswerReader();
  lastUsedAt = 0;

  constructor(to: SdkRequest, options: HandlerOptions, free: (connection: Connection, keepsOpen: boolean) => void) {
    this.#origin = originOf(to);
    this.#free = free;
    this.#socket = open(to, options.certificateAuthority);
    this.#socket.setNoDelay(true);
    const limit = options.connectTimeoutMilliseconds;
    this.#connectTimer = setTimeout(() => this.end(timeoutError('no connection', limit)), limit);
    this.#socket.once(to.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      clearTimeout(this.#connectTimer);
      this.#established = true;
      if (this.#call !== null) this.#write(this.#call);
    });
    this.#socket.on('data', (bytes: Buffer) => this.#read(bytes));
    this.#socket.on('error', (error: Error) => this.end(error));
    this.#socket.on('end', () => this.end(new Error('the other side closed the connection')));
    this.#socket.on('close', () => this.end(new Error('the connection was closed')));
  }

  isTo(request: SdkRequest): boolean {
    return this.#origin === originOf(request) && !this.#socket.destroyed && this.#socket.writable;
  }

  carry(call: Call): void {
    this.#call = call;
    this.#reader = new HttpAnswerReader();
    this.#socket.ref();
    call.onExpiry = (error) => this.end(error);
    if (this.#established) this.#write(call);
  }

  /** Closes it at once; the call it carries, if any, fails with `error`. */
  end(error: Error): void {
    clearTimeout(this.#connectTimer);
    const call = this.#call;
    this.#call = null;
    this.#socket.destroy();
    this.#free(this, false);
    call?.fail(error);
  }

  #write(call: Call): void {
    const { exchange } = call;
    exchange.mayHaveWritten = true;
    this.#socket.cork();
    this.#socket.write(call.head(), 'latin1');
    this.#socket.write(call.body, (error) => {
      exchange.written = error === null || error === undefined;
    });
    this.#socket.uncork();
  }

  #read(bytes: Buffer): void {
    const call = this.#call;
    try {
      // Nothing was asked, or nothing of it written: what comes is no answer.
      if (call === null || !call.exchange.mayHaveWritten) throw new Error('bytes that nobody asked for');
      const answer = this.#reader.push(bytes);
      if (answer === null) return;
      // An answer before the last byte of its request was taken leaves a connection that nothing can be said of.
      const keepsOpen = answer.keepsOpen && call.exchange.written;
      this.#call = null;
      this.lastUsedAt = performance.now();
      // A connection that waits for nothing does not keep the process alive.
      this.#socket.unref();
      if (!keepsOpen) this.#socket.destroy();
      this.#free(this, keepsOpen);
      call.answer(answer);
    } catch (error) {
      this.end(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

function open({ protocol, hostname, port }: SdkRequest, ca: string | undefined): Socket {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol !== 'https:') return connectTcp({ host, port: port ?? 80 });
  return connectTls({
    host,
    port: port ?? 443,
    ALPNProtocols: ['http/1.1'],
    // RFC 6066, 3: never an address.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === undefined ? {} : { ca }),
  });
}

/** SES has none; the SDK’s own calls for credentials, which come through the same handler, do. */
function queryOf(query: SdkRequest['query']): string {
  let text = '';
  for (const name in query) {
    for (const value of [query[name] ?? null].flat()) {
      text += `${text === '' ? '?' : '&'}${escaped(name)}${value === null ? '' : `=${escaped(value)}`}`;
    }
  }
  return text;
}

/** RFC 3986, 2.1: as the signature has it. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function originOf({ protocol, hostname, port }: SdkRequest): string {
  return `${protocol}//${hostname}:${port ?? ''}`;
}

function timeoutError(what: string, milliseconds: number): Error {
  return Object.assign(new Error(`${what} within ${milliseconds} ms`), { name: 'TimeoutError' });
}
