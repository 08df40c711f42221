import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Exchange, newExchange, SesRequestHandler } from '../../../adapters/aws/ses-mailer-http.ts';

const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

describe('SesRequestHandler', () => {
  let server: Server;
  let sockets: Socket[];
  let handlers: SesRequestHandler[];
  /** What each connection answers when a request has come whole. */
  let onRequest: (socket: Socket, text: string) => void;

  beforeEach(async () => {
    sockets = [];
    handlers = [];
    onRequest = (socket) => socket.write(answer);
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => {});
      socket.on('data', (chunk) => onRequest(socket, chunk.toString('latin1')));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    for (const handler of handlers) handler.destroy();
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });

  function make(changes: Partial<ConstructorParameters<typeof SesRequestHandler>[0]> = {}) {
    const handler = new SesRequestHandler({
      ...{ concurrency: 2, connectTimeoutMilliseconds: 5_000, requestTimeoutMilliseconds: 5_000 },
      ...{ idleTimeoutMilliseconds: 5_000, ...changes },
    });
    handlers.push(handler);
    return (body: string, query: Record<string, string | string[] | null> = {}) => {
      const bytes = Buffer.from(body);
      const exchange: Exchange = newExchange();
      handler.watch(bytes, exchange);
      const { port } = server.address() as AddressInfo;
      const headers = { host: 'localhost', 'content-length': String(bytes.length) };
      const sent = handler.handle({
        ...{ method: 'POST', protocol: 'http:', hostname: '127.0.0.1', port, path: '/', query, headers, body: bytes },
      } as Parameters<typeof handler.handle>[0]);
      return { exchange, sent };
    };
  }

  test('writes the request and reads the answer', async () => {
    let text = '';
    onRequest = (socket, chunk) => {
      text += chunk;
      socket.write(answer);
    };
    const { exchange, sent } = make()('body');
    const { response } = await sent;
    expect(text).toBe('POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 4\r\n\r\nbody');
    expect(response.statusCode).toBe(200);
    expect(exchange).toMatchObject({ mayHaveWritten: true, written: true, answer: { status: 200 } });
  });

  test('writes a query, as the SDK’s calls for credentials have one', async () => {
    let line = '';
    onRequest = (socket, chunk) => {
      line = chunk.split('\r\n')[0] ?? '';
      socket.write(answer);
    };
    await make()('', { role: 'a/b (c)', flag: null, list: ['1', '2'] }).sent;
    expect(line).toBe('POST /?role=a%2Fb%20%28c%29&flag&list=1&list=2 HTTP/1.1');
  });

  test('uses a connection again, but not one that was idle for too long', async () => {
    const send = make({ idleTimeoutMilliseconds: 40 });
    await send('a').sent;
    await send('b').sent;
    expect(sockets).toHaveLength(1);
    await wait(60);
    await send('c').sent;
    expect(sockets).toHaveLength(2);
  });

  test('does not use a connection again that was closed, or said to close', async () => {
    const send = make();
    onRequest = (socket) => socket.write(answer.replace('OK\r\n', 'OK\r\nConnection: close\r\n'));
    await send('a').sent;
    onRequest = (socket) => socket.write(answer);
    await send('b').sent;
    expect(sockets).toHaveLength(2);
    sockets[1]?.destroy();
    await wait(20);
    await send('c').sent;
    expect(sockets).toHaveLength(3);
  });

  test('does not take bytes that nobody asked for as an answer', async () => {
    const send = make();
    await send('a').sent;
    sockets[0]?.write(answer);
    await wait(20);
    onRequest = (socket) => socket.write(answer.replace('ok', 'no'));
    expect(Buffer.from((await send('b').sent).response.body).toString()).toBe('no');
    expect(sockets).toHaveLength(2);
  });

  test('an answer before the request was written whole is an answer, and the end of the connection', async () => {
    onRequest = (socket) => {
      socket.pause();
      socket.write('HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n');
    };
    const send = make();
    const { exchange, sent } = send('x'.repeat(30_000_000));
    expect((await sent).response.statusCode).toBe(400);
    expect(exchange.written).toBe(false);
    onRequest = (socket) => socket.write(answer);
    await send('b').sent;
    expect(sockets).toHaveLength(2);
  });

  test('has no more calls under way than connections, and carries them all', async () => {
    const waiting: Socket[] = [];
    let most = 0;
    let answersAtOnce = false;
    onRequest = (socket) => {
      waiting.push(socket);
      most = Math.max(most, waiting.length);
      // Nothing is answered until three are there, however slow the machine.
      answersAtOnce ||= waiting.length === 3;
      if (answersAtOnce) setImmediate(() => waiting.splice(0).forEach((one) => void one.write(answer)));
    };
    const send = make({ concurrency: 3 });
    await Promise.all(Array.from({ length: 20 }, () => send('x').sent));
    expect(most).toBe(3);
    expect(sockets).toHaveLength(3);
  });

  test('one call that fails does not keep the next from going', async () => {
    const send = make({ concurrency: 1 });
    onRequest = (socket) => {
      onRequest = (other) => other.write(answer);
      socket.destroy();
    };
    const [first, second] = [send('a'), send('b')];
    await expect(first.sent).rejects.toThrow(/closed/);
    expect(first.exchange.answer).toBeNull();
    expect((await second.sent).response.statusCode).toBe(200);
  });

  test('when it is closed every call fails, those that wait with nothing written', async () => {
    onRequest = () => {};
    const send = make({ concurrency: 1 });
    const [first, second] = [send('a'), send('b')];
    await wait(20);
    handlers[0]?.destroy();
    await expect(first.sent).rejects.toThrow('the mailer was closed');
    await expect(second.sent).rejects.toThrow('the mailer was closed');
    expect([first.exchange.mayHaveWritten, second.exchange.mayHaveWritten]).toEqual([true, false]);
  });
});
