import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHttpPictureSource, type HttpPictureSourceOptions } from '../../../adapters/local/http-picture-source.ts';

let server: Server;
let port: number;
let answer: RequestListener;
let seen: string[];

beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => {
    seen.push(`${request.headers.host} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Names of the test’s own: all are this machine but `inside.test`, which is in a private net. */
const addresses: Readonly<Record<string, string>> = {
  'pictures.test': '127.0.0.1',
  'cdn.test': '127.0.0.1',
  'inside.test': '10.0.0.7',
};

function source(options: HttpPictureSourceOptions = {}) {
  return createHttpPictureSource({
    allows: (address) => address === '127.0.0.1',
    resolve: async (host) => [{ address: addresses[host] ?? host, family: 4 }],
    ...options,
  });
}

const at = (path: string, host = 'pictures.test') => `http://${host}:${port}${path}`;

describe('pictures by HTTP', () => {
  test('gives the bytes, and keeps the host’s name', async () => {
    answer = (_, response) => response.end(Buffer.from([1, 2, 3]));
    expect(await source().fetch(at('/a.jpg'))).toEqual({ ok: true, value: Buffer.from([1, 2, 3]) });
    expect(seen).toEqual([`pictures.test:${port} /a.jpg`]);
  });

  test('asks nobody on this machine or its network, however it is written', async () => {
    answer = (_, response) => response.end('secret');
    const open = createHttpPictureSource();
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1', '0.0.0.0']) {
      expect(await open.fetch(at('/', host))).toMatchObject({
        ok: false,
        why: expect.stringMatching(/no public address/),
      });
    }
    expect(await open.fetch('http://169.254.169.254/latest/meta-data/')).toEqual({
      ok: false,
      why: '169.254.169.254 is no public address',
    });
    expect(seen).toEqual([]);
  });

  test('a name with one address that may not be asked is not asked at all', async () => {
    const resolve = async () => ['127.0.0.1', '10.0.0.7'].map((address) => ({ address, family: 4 }));
    expect(await source({ resolve }).fetch(at('/'))).toMatchObject({ ok: false });
    expect(seen).toEqual([]);
  });

  test('connects to the very address that was judged: a name that changes at once changes nothing', async () => {
    answer = (_, response) => response.end('x');
    const answers = ['127.0.0.1', '10.0.0.7'];
    let asked = 0;
    const resolve = async () => [{ address: answers[asked++] ?? '', family: 4 }];
    expect(await source({ resolve }).fetch(at('/', 'rebinding.test'))).toMatchObject({ ok: true });
    expect(asked).toBe(1);
  });

  test('follows redirects, judging each', async () => {
    answer = ({ url = '' }, response) => {
      const to = { '/one': at('/two', 'cdn.test'), '/in': at('/x', 'inside.test'), '/file': 'file:///etc/passwd' }[url];
      if (to === undefined) response.end('there');
      else response.writeHead(302, { location: to }).end();
    };
    expect(await source().fetch(at('/one'))).toEqual({ ok: true, value: Buffer.from('there') });
    expect(seen).toEqual([`pictures.test:${port} /one`, `cdn.test:${port} /two`]);
    expect(await source().fetch(at('/in'))).toEqual({
      ok: false,
      why: 'inside.test is 10.0.0.7, which is no public address',
    });
    expect(await source().fetch(at('/file'))).toMatchObject({ ok: false, why: expect.stringContaining('redirect') });
  });

  test('follows no more redirects than it may', async () => {
    answer = ({ url = '' }, response) => {
      const step = Number(url.slice(1));
      if (step === 5) response.end('there');
      else response.writeHead(307, { location: `/${step + 1}` }).end();
    };
    expect(await source().fetch(at('/0'))).toMatchObject({ ok: true });
    expect(await source({ limits: { redirects: 4 } }).fetch(at('/0'))).toEqual({
      ok: false,
      why: 'more than 4 redirects',
    });
    answer = (_, response) => response.writeHead(301).end();
    expect(await source().fetch(at('/'))).toMatchObject({ ok: false, why: expect.stringContaining('redirect') });
  });

  test('takes no more bytes than it may, announced or not, and none that are packed', async () => {
    const limits = { downloadBytes: 1_000_000 };
    let written = 0;
    answer = ({ url }, response) => {
      if (url === '/announced') return response.writeHead(200, { 'content-length': '1000001' }).flushHeaders();
      if (url === '/packed') return response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'));
      const piece = Buffer.alloc(100_000);
      const more = () => {
        written += piece.length;
        if (!response.destroyed && written < 50_000_000) response.write(piece, () => setImmediate(more));
      };
      return more();
    };
    expect(await source({ limits }).fetch(at('/announced'))).toEqual({ ok: false, why: 'it has 1.0 MB' });
    expect(await source({ limits }).fetch(at('/endless'))).toEqual({ ok: false, why: 'more than 1.0 MB' });
    expect(written).toBeLessThan(50_000_000);
    expect(await source().fetch(at('/packed'))).toEqual({ ok: false, why: 'it is encoded as gzip' });
  });

  test('waits no longer than it may: for the name, for the answer, for the rest of it', async () => {
    const limits = { timeoutSeconds: 0.1 };
    const why = 'no answer in 0.1 seconds';
    expect(await source({ limits, resolve: () => new Promise(() => {}) }).fetch(at('/'))).toEqual({ ok: false, why });
    answer = () => {};
    expect(await source({ limits }).fetch(at('/'))).toEqual({ ok: false, why });
    answer = (_, response) => response.write('some');
    expect(await source({ limits }).fetch(at('/'))).toEqual({ ok: false, why });
  });

  test('says what came instead', async () => {
    answer = (_, response) => response.writeHead(404).end('no');
    expect(await source().fetch(at('/'))).toEqual({ ok: false, why: 'the answer is 404' });
    answer = (_, response) =>
      response.writeHead(200, { 'content-length': '10' }).write('cut', () => response.destroy());
    expect(await source().fetch(at('/'))).toMatchObject({
      ok: false,
      why: expect.stringContaining('cannot be fetched'),
    });
    const unknown = async () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }));
    expect(await source({ resolve: unknown }).fetch(at('/'))).toEqual({ ok: false, why: 'its host is not known' });
    for (const url of ['ftp://pictures.test/', 'file:///etc/passwd', `http://a:b@pictures.test:${port}/`, 'x']) {
      expect(await source().fetch(url)).toMatchObject({ ok: false, why: expect.stringContaining('http or https') });
    }
  });
});
