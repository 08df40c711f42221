import { promises as dns, type LookupAddress } from 'node:dns';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { pictureLimits } from '../../core/model/picture.ts';
import type { PictureAnswer, PictureSource } from '../../core/ports.ts';
import { httpUrl } from '../../core/text/urls.ts';
import { isPublicAddress } from './public-address.ts';

export interface HttpPictureSourceOptions {
  /** Which addresses may be asked. Default: those of the open Internet. */
  allows?: (address: string) => boolean;
  /** The addresses of a host. Default: the system's. */
  resolve?: (host: string) => Promise<readonly LookupAddress[]>;
  /** Default: those of `pictureLimits`. */
  limits?: { downloadBytes?: number; timeoutSeconds?: number; redirects?: number };
}

type Answer = PictureAnswer<Uint8Array>;

/**
 * Pictures by HTTP.
 *
 * A host's addresses are resolved and judged, and the connection is made to those very addresses: a name that changes in between
 * changes nothing. Where one of them may not be asked, none is. Every redirect is judged in the same way, and none leads from https
 * to http. One deadline stands over all of it.
 *
 * @example
 * const source = createHttpPictureSource();
 * const answer = await source.fetch('https://news.example.org/pictures/a.jpg');
 */
export function createHttpPictureSource({
  allows = isPublicAddress,
  resolve = (host) => dns.lookup(host, { all: true }),
  limits = {},
}: HttpPictureSourceOptions = {}): PictureSource {
  const { downloadBytes, timeoutSeconds, redirects } = { ...pictureLimits, ...limits };

  async function follow(url: string, signal: AbortSignal): Promise<Answer> {
    let at = new URL(url);
    for (let followed = 0; ; followed += 1) {
      const addresses = await addressesOf(at, signal);
      if (typeof addresses === 'string') return refused(addresses);
      const response = await ask(at, addresses, signal);
      const { statusCode = 0, headers } = response;
      if (statusCode === 200) return await body(response, downloadBytes);
      response.destroy();
      if (![301, 302, 303, 307, 308].includes(statusCode)) return refused(`the answer is ${statusCode}`);
      if (followed === redirects) return refused(`more than ${redirects} redirects`);
      const next = nextOf(at, headers.location);
      if (typeof next === 'string') return refused(next);
      at = next;
    }
  }

  /** @returns in words why a host is not asked. */
  async function addressesOf({ hostname }: URL, signal: AbortSignal): Promise<readonly LookupAddress[] | string> {
    // An address stands for itself; of IPv6 it stands in brackets.
    const host = hostname.replace(/^\[|\]$/g, '');
    const addresses = await orAborted(resolve(host), signal);
    const [barred] = addresses.filter(({ address }) => !allows(address));
    if (barred?.address === host) return `${host} is no public address`;
    if (barred !== undefined) return `${host} is ${barred.address}, which is no public address`;
    return addresses.length === 0 ? `${host} has no address` : addresses;
  }

  return {
    async fetch(url) {
      const safe = httpUrl(url);
      if (safe === null) return refused('no http or https URL without a password');
      const signal = AbortSignal.timeout(timeoutSeconds * 1_000);
      try {
        return await follow(safe, signal);
      } catch (error) {
        return refused(signal.aborted ? `no answer in ${timeoutSeconds} seconds` : reasonOf(error));
      }
    },
  };
}

function refused(why: string): Answer {
  return { ok: false, why };
}

function ask(url: URL, addresses: readonly LookupAddress[], signal: AbortSignal): Promise<IncomingMessage> {
  const [first] = addresses;
  const lookup: LookupFunction = (_host, { all }, done) => {
    if (all === true) done(null, [...addresses]);
    else done(null, first?.address ?? '', first?.family ?? 4);
  };
  const headers = { accept: 'image/jpeg, image/png, image/gif, image/webp', 'accept-encoding': 'identity' };
  const client = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    // No agent: a connection that was made for one picture is never another's.
    client.get(url, { agent: false, lookup, signal, headers }, resolve).on('error', reject);
  });
}

async function body(response: IncomingMessage, most: number): Promise<Answer> {
  const coding = response.headers['content-encoding'] ?? 'identity';
  const announced = Number(response.headers['content-length'] ?? 0);
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    // What was not asked for could unfold to any size.
    if (coding !== 'identity') return refused(`it is encoded as ${coding}`);
    if (announced > most) return refused(tooHeavy(announced));
    for await (const piece of response) {
      pieces.push(piece);
      length += piece.length;
      if (length > most) return refused(`more than ${megabytes(most)}`);
    }
    return { ok: true, value: Buffer.concat(pieces) };
  } finally {
    response.destroy();
  }
}

function nextOf(from: URL, location: string | undefined): URL | string {
  const url = location === undefined ? null : httpUrl(location, from.href);
  if (url === null) return 'a redirect that leads to no http or https URL';
  const next = new URL(url);
  if (from.protocol === 'https:' && next.protocol !== 'https:') return 'a redirect from https to http';
  return next;
}

/** What takes no signal, such as a resolver, is not waited for beyond it. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Error('aborted'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function tooHeavy(bytes: number): string {
  return `it has ${megabytes(bytes)}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its host is not known';
  if (code === 'ECONNREFUSED') return 'its host takes no connection';
  return `it cannot be fetched: ${(message || code) ?? 'no reason given'}`;
}
