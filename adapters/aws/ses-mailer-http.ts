import { type ClientRequest, Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import type { SESClientConfig } from '@aws-sdk/client-ses';

type RequestHandler = Extract<SESClientConfig['requestHandler'], { handle: unknown }>;
type SdkRequest = Parameters<RequestHandler['handle']>[0];
type SdkResponse = Awaited<ReturnType<RequestHandler['handle']>>['response'];

/**
 * What is known of one call from below the SDK, whatever error comes out above it. `mayHaveWritten` is false only while
 * the call has no established connection (TLS done, where there is TLS), and then not a byte of it can have left.
 */
export interface Exchange {
  mayHaveWritten: boolean;
  /** Of an answer that was read to its end. */
  status: number | null;
}

export interface HandlerOptions {
  /** Sockets kept, and calls under way at once; further ones wait. */
  concurrency: number;
  /** From having a socket to having an established connection. */
  connectTimeoutMilliseconds: number;
  /** From the call to the end of its answer. */
  requestTimeoutMilliseconds: number;
  /** A connection idle for longer is closed, before the other side does it under a request. */
  idleTimeoutMilliseconds: number;
  /** Authorities to trust, in PEM, beside the usual ones. */
  certificateAuthority?: string;
}

/**
 * The SDK's request handler over node:http and node:https: one try, timeouts that throw, the whole answer in memory, and an
 * account of how far each call came.
 */
export class SesRequestHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly #options: HandlerOptions;
  readonly #agents: { http: HttpAgent; https: HttpsAgent };
  readonly #exchanges = new WeakMap<object, Exchange>();

  constructor(options: HandlerOptions) {
    this.#options = options;
    const agent = { keepAlive: true, maxSockets: options.concurrency, timeout: options.idleTimeoutMilliseconds };
    const { certificateAuthority: ca } = options;
    this.#agents = {
      http: new HttpAgent(agent),
      https: new HttpsAgent(ca === undefined ? agent : { ...agent, ca }),
    };
  }

  /** Keeps account in `exchange` of the call that has this very body. */
  watch(body: Uint8Array, exchange: Exchange): void {
    this.#exchanges.set(body, exchange);
  }

  handle(request: SdkRequest): Promise<{ response: SdkResponse }> {
    const body: unknown = request.body;
    const exchange = (typeof body === 'object' && body !== null ? this.#exchanges.get(body) : undefined) ?? {
      mayHaveWritten: false,
      status: null,
    };
    return new Promise((resolve, reject) => {
      const outgoing = this.#open(request);
      const fail = (error: Error) => {
        clearTimeout(timer);
        reject(error);
      };
      const timer = setTimeout(() => {
        outgoing.destroy(timeoutError('no whole answer', this.#options.requestTimeoutMilliseconds));
      }, this.#options.requestTimeoutMilliseconds);
      outgoing.on('error', fail);
      outgoing.on('socket', (socket: Socket) => this.#track(outgoing, socket, exchange));
      outgoing.on('close', () => fail(new Error('the connection ended without a whole answer')));
      outgoing.on('response', (incoming: IncomingMessage) => {
        readWhole(incoming, (bytes) => {
          clearTimeout(timer);
          exchange.status = incoming.statusCode ?? 0;
          resolve({ response: { statusCode: exchange.status, headers: headersOf(incoming), body: bytes } });
        });
      });
      outgoing.end(body);
    });
  }

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {};
  }

  destroy(): void {
    this.#agents.http.destroy();
    this.#agents.https.destroy();
  }

  #open(request: SdkRequest): ClientRequest {
    const secure = request.protocol === 'https:';
    const options = {
      method: request.method,
      host: request.hostname.replace(/^\[|\]$/g, ''),
      port: request.port,
      path: request.path,
      headers: request.headers,
    };
    return secure
      ? requestHttps({ ...options, agent: this.#agents.https })
      : requestHttp({ ...options, agent: this.#agents.http });
  }

  /** Before its connection is established a call cannot have written anything: node holds it back until then. */
  #track(outgoing: ClientRequest, socket: Socket, exchange: Exchange): void {
    if (outgoing.reusedSocket) {
      exchange.mayHaveWritten = true;
      return;
    }
    const limit = this.#options.connectTimeoutMilliseconds;
    const timer = setTimeout(() => outgoing.destroy(timeoutError('no connection', limit)), limit);
    socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => {
      exchange.mayHaveWritten = true;
      clearTimeout(timer);
    });
    outgoing.once('close', () => clearTimeout(timer));
  }
}

function timeoutError(what: string, milliseconds: number): Error {
  return Object.assign(new Error(`${what} within ${milliseconds} ms`), { name: 'TimeoutError' });
}

/** Calls back when the answer was read to its end; never where it broke off, which ends the request too. */
function readWhole(incoming: IncomingMessage, done: (bytes: Uint8Array) => void): void {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => {
    if (incoming.complete) done(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
  });
  incoming.on('error', () => {});
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}
