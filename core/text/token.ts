import { hash, timingSafeEqual } from 'node:crypto';

/** What a token lets its bearer do, and nothing else. */
export const tokenPurposes = ['unsubscribe', 'preferences', 'view', 'confirm', 'account', 'click'] as const;
export type TokenPurpose = (typeof tokenPurposes)[number];

/** What a token says. Opaque ids only: no address and no title can be read from it. */
export interface TokenClaims {
  purpose: TokenPurpose;
  subscriberId: string;
  /** `newsletterKey`s, at most 20; most purposes have exactly one. */
  newsletters: readonly string[];
  /** What follows `<newsletter>/` in the edition id, or null. */
  edition: string | null;
  /** Whole days since the epoch; the token holds to the end of that day. */
  expiresOnDay: number;
}

/** Why a token is refused. */
export type TokenRefusal = 'malformed' | 'unknown-key' | 'forged' | 'wrong-purpose' | 'expired';

export type TokenReading = { ok: true; claims: TokenClaims } | { ok: false; reason: TokenRefusal };

/** Signs and reads tokens. */
export interface Tokens {
  /** Signs with the first key. */
  sign(claims: TokenClaims): string;
  /** The same for many subscribers, at a third of the cost. */
  signer(claims: Omit<TokenClaims, 'subscriberId'>): (subscriberId: string) => string;
  /**
   * Honours every key. The signature is compared in constant time, and before anything the token says is looked at.
   *
   * @param at - milliseconds since the epoch.
   */
  read(token: string, purpose: TokenPurpose, at: number): TokenReading;
}

/** A secret of 32 to 64 bytes under a short name. */
export interface TokenKey {
  id: string;
  secret: Uint8Array;
}

/**
 * How long a fresh key is honoured before it signs. Whoever reads tokens reads the keys again more often than that, so nobody is
 * shown a link that they do not know yet.
 */
export const keyRestSeconds = 600;

/** A fresh key as it is stored, of 36 random bytes. */
export function freshKey(random: Uint8Array, at: number): { id: string; secret: string; createdAt: string } {
  if (random.length !== 36) throw new RangeError('a fresh key is made of 36 bytes');
  const view = new DataView(random.buffer, random.byteOffset, random.length);
  const base64 = btoa(String.fromCharCode(...random.subarray(4)));
  return {
    id: view.getUint32(0).toString(36),
    secret: base64.replaceAll('+', '-').replaceAll('/', '_').replace('=', ''),
    createdAt: new Date(at).toISOString(),
  };
}

/** The instant from which a key signs, in milliseconds since the epoch; one that says no instant has always signed. */
export function signsFrom({ createdAt }: { createdAt: string | null }): number {
  return createdAt === null ? Number.NEGATIVE_INFINITY : Date.parse(createdAt) + keyRestSeconds * 1_000;
}

/**
 * The keys as `createTokens` wants them: the newest of those that sign already, then the rest.
 *
 * @param keys - the newest first. Where none signs yet the oldest does, for there was none before it.
 */
export function signingFirst<Key extends { createdAt: string | null }>(keys: readonly Key[], at: number): Key[] {
  const resting = keys.filter((key) => signsFrom(key) > at);
  return [...keys.filter((key) => !resting.includes(key)), ...resting.reverse()];
}

/** No token is longer: each part of one at its longest, for a single newsletter. */
export const longestToken = 1 + 16 + 1 + 24 + 3 + 8 + 1 + 15 + 1 + 64 + 1 + 6;

const version = '1';
// Not the empty text: two dots together look like an attack to some firewalls.
const noEdition = '-';
const dayMs = 86_400_000;
/** 18 bytes: 144 bits, and a whole number of base64 characters, so that no two spellings are one signature. */
const macLength = 24;
const purposeLetters: Record<TokenPurpose, string> = {
  unsubscribe: 'u',
  preferences: 'p',
  view: 'v',
  confirm: 'c',
  account: 'a',
  click: 'k',
};
const keyIdPattern = /^[a-z0-9]{1,16}$/;
const idPattern = /^[A-Za-z0-9_-]{1,64}$/;
// Letters and digits stand first and last: programs that find links in plain text leave a final "-" or "." outside.
const tokenPattern =
  /^1([a-z0-9]{1,16})\.([A-Za-z0-9_-]{24})\.([a-z])\.((?:[A-Za-z0-9_-]{8}){0,20})\.([0-9T-]{1,15})\.([A-Za-z0-9_-]{1,64})\.([0-9a-z]{1,6})$/;

/**
 * Tokens over these keys: `1<key id>.<signature>.<purpose>.<newsletters>.<edition>.<subscriber>.<expiry>`, signed with
 * HMAC-SHA-256 (RFC 2104) over every part but the signature.
 *
 * @param keys - the one that signs first; at least one.
 * @example const tokens = createTokens(signingFirst(await tokenKeys.all(), clock.now()));
 */
export function createTokens(keys: readonly TokenKey[]): Tokens {
  const knownKeys = keys.map(({ id, secret }) => {
    if (!keyIdPattern.test(id)) throw new RangeError(`a key id is 1 to 16 of a-z and 0-9, got ${id}`);
    return { id, secret, mac: createMac(secret) };
  });
  const signing = knownKeys[0];
  if (signing === undefined) throw new RangeError('tokens need at least one key');
  const signer: Tokens['signer'] = ({ purpose, newsletters, edition, expiresOnDay }) => {
    const head = `${version}${signing.id}`;
    const before = `.${purposeLetters[purpose]}.${newsletters.join('')}.${edition ?? noEdition}.`;
    const after = `.${expiresOnDay.toString(36)}`;
    const mac = createMac(signing.secret, head + before);
    return (subscriberId) => {
      if (!idPattern.test(subscriberId)) throw new RangeError('a subscriber id is 1 to 64 of A-Za-z0-9_-');
      const rest = subscriberId + after;
      return `${head}.${mac(rest)}${before}${rest}`;
    };
  };
  return {
    signer,
    sign: ({ subscriberId, ...claims }) => signer(claims)(subscriberId),
    read(token, purpose, at) {
      const match = tokenPattern.exec(token);
      if (match === null) return { ok: false, reason: 'malformed' };
      const [, keyId = '', given = '', letter = '', newsletters = '', edition = '', subscriberId = '', expiry = ''] =
        match;
      const key = knownKeys.find(({ id }) => id === keyId);
      if (key === undefined) return { ok: false, reason: 'unknown-key' };
      const signed = `${version}${keyId}.${letter}.${newsletters}.${edition}.${subscriberId}.${expiry}`;
      if (!equal(given, key.mac(signed))) return { ok: false, reason: 'forged' };
      if (letter !== purposeLetters[purpose]) return { ok: false, reason: 'wrong-purpose' };
      const expiresOnDay = Number.parseInt(expiry, 36);
      if (at >= (expiresOnDay + 1) * dayMs) return { ok: false, reason: 'expired' };
      return {
        ok: true,
        claims: {
          purpose,
          subscriberId,
          newsletters: newsletters.match(/.{8}/g) ?? [],
          edition: edition === noEdition ? null : edition,
          expiresOnDay,
        },
      };
    },
  };
}

/** The day a token that is made now expires on, `days` days from now. */
export function expiryDay(at: number, days: number): number {
  return Math.floor(at / dayMs) + days;
}

/**
 * HMAC-SHA-256 of ASCII texts that begin with `prefix`, cut to `macLength` base64url characters. Two one-shot hashes
 * over buffers that are made once cost half of what `createHmac` does, and every message carries three signatures.
 */
function createMac(secret: Uint8Array, prefix = ''): (rest: string) => string {
  const blockLength = 64;
  const digestLength = 32;
  if (secret.length < digestLength || secret.length > blockLength) {
    throw new RangeError('a token secret is 32 to 64 bytes long');
  }
  const inner = new Uint8Array(blockLength + 512).fill(0x36, 0, blockLength);
  const outer = new Uint8Array(blockLength + digestLength).fill(0x5c, 0, blockLength);
  for (const [index, byte] of secret.entries()) {
    inner[index] = byte ^ 0x36;
    outer[index] = byte ^ 0x5c;
  }
  const start = blockLength + prefix.length;
  write(prefix, inner, blockLength);
  return (rest) => {
    const end = start + rest.length;
    if (end > inner.length) throw new RangeError('a token is at most 512 characters');
    write(rest, inner, start);
    write(hash('sha256', inner.subarray(0, end), 'binary'), outer, blockLength);
    return hash('sha256', outer, 'base64url').slice(0, macLength);
  };
}

function write(text: string, bytes: Uint8Array, at: number): void {
  for (let index = 0; index < text.length; index += 1) bytes[at + index] = text.charCodeAt(index);
}

function equal(a: string, b: string): boolean {
  const encoder = new TextEncoder();
  const [left, right] = [encoder.encode(a), encoder.encode(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
