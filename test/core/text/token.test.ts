import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newsletterKey } from '../../../core/text/hash.ts';
import { createLinks } from '../../../core/text/links.ts';
import {
  createTokens,
  expiryDay,
  freshKey,
  keyRestSeconds,
  signingFirst,
  type TokenClaims,
  tokenPurposes,
} from '../../../core/text/token.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const key = (id: string, fill: number) => ({ id, secret: new Uint8Array(32).fill(fill) });
const tokens = createTokens([key('k2', 2), key('k1', 1)]);

const ids = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const slugs = fc.stringMatching(/^[a-z0-9-]{1,40}$/);
const claimsOf = fc.record<TokenClaims>({
  purpose: fc.constantFrom(...tokenPurposes),
  subscriberId: ids,
  newsletters: fc.array(slugs.map(newsletterKey), { minLength: 1, maxLength: 3 }),
  edition: fc.constantFrom(null, '2026-11-23', '2026-11-23T0700'),
  expiresOnDay: fc.integer({ min: expiryDay(now, 0), max: expiryDay(now, 366) }),
});

describe('tokens', () => {
  test('say what they were made to say', () => {
    fc.assert(
      fc.property(claimsOf, (claims) => {
        expect(tokens.read(tokens.sign(claims), claims.purpose, now)).toEqual({ ok: true, claims });
      }),
    );
  });

  test('are signed with HMAC-SHA-256 over every other part, and keep 144 bits of it', () => {
    fc.assert(
      fc.property(claimsOf, fc.uint8Array({ minLength: 32, maxLength: 64 }), (claims, secret) => {
        const [head = '', mac, ...body] = createTokens([{ id: 'k', secret }])
          .sign(claims)
          .split('.');
        const whole = createHmac('sha256', secret)
          .update([head, ...body].join('.'))
          .digest('base64url');
        expect(mac).toBe(whole.slice(0, 24));
      }),
    );
  });

  test('no other text is a token', () => {
    fc.assert(
      fc.property(claimsOf, fc.nat(), fc.integer({ min: 33, max: 126 }), (claims, place, code) => {
        const token = tokens.sign(claims);
        const index = place % token.length;
        const forged = token.slice(0, index) + String.fromCharCode(code) + token.slice(index + 1);
        fc.pre(forged !== token);
        expect(tokens.read(forged, claims.purpose, now).ok).toBe(false);
        expect(tokens.read(token.slice(0, index), claims.purpose, now).ok).toBe(false);
        expect(tokens.read(`${token}${String.fromCharCode(code)}`, claims.purpose, now).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('parts of two tokens do not make a third', () => {
    fc.assert(
      fc.property(claimsOf, claimsOf, fc.integer({ min: 0, max: 6 }), (one, other, part) => {
        const parts = tokens.sign(one).split('.');
        const others = tokens.sign(other).split('.');
        const swapped = parts.with(part, others[part] ?? '').join('.');
        fc.pre(swapped !== parts.join('.') && swapped !== others.join('.'));
        expect(tokens.read(swapped, one.purpose, now)).toEqual({ ok: false, reason: 'forged' });
      }),
    );
  });

  test('serve one purpose', () => {
    fc.assert(
      fc.property(claimsOf, fc.constantFrom(...tokenPurposes), (claims, purpose) => {
        fc.pre(purpose !== claims.purpose);
        expect(tokens.read(tokens.sign(claims), purpose, now)).toEqual({ ok: false, reason: 'wrong-purpose' });
      }),
    );
  });

  test('hold to the end of their last day', () => {
    const claims = { purpose: 'view', subscriberId: 's', newsletters: [], edition: null, expiresOnDay: 100 } as const;
    const token = tokens.sign(claims);
    expect(tokens.read(token, 'view', 101 * 86_400_000 - 1).ok).toBe(true);
    expect(tokens.read(token, 'view', 101 * 86_400_000)).toEqual({ ok: false, reason: 'expired' });
  });

  test('outlive the rotation of keys, until their own key is taken away', () => {
    const claims = {
      purpose: 'view',
      subscriberId: 's',
      newsletters: [],
      edition: null,
      expiresOnDay: 99_999,
    } as const;
    const old = createTokens([key('k1', 1)]).sign(claims);
    expect(tokens.read(old, 'view', now).ok).toBe(true);
    expect(createTokens([key('k2', 2)]).read(old, 'view', now)).toEqual({ ok: false, reason: 'unknown-key' });
    expect(createTokens([key('k1', 3)]).read(old, 'view', now)).toEqual({ ok: false, reason: 'forged' });
  });

  test('a fresh key is honoured at once, and signs when it has rested', () => {
    const made = (id: string, secondsAgo: number | null) => ({
      id,
      createdAt: secondsAgo === null ? null : new Date(now - secondsAgo * 1_000).toISOString(),
    });
    const order = (...keys: ReturnType<typeof made>[]) => signingFirst(keys, now).map(({ id }) => id);
    expect(order(made('b', keyRestSeconds - 1), made('a', null))).toEqual(['a', 'b']);
    expect(order(made('b', keyRestSeconds), made('a', null))).toEqual(['b', 'a']);
    // Rotated twice in a row, on the first day: the oldest is the only one that everybody knows.
    expect(order(made('c', 1), made('b', 2), made('a', 3))).toEqual(['a', 'b', 'c']);
    expect(order(made('d', 1), made('c', 1_000), made('b', 2_000), made('a', null))).toEqual(['c', 'b', 'a', 'd']);
  });

  test('a fresh key is one that tokens take', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 36, maxLength: 36 }), (random) => {
        const { id, secret, createdAt } = freshKey(random, now);
        expect(Buffer.from(secret, 'base64url')).toEqual(Buffer.from(random.subarray(4)));
        expect([secret, createdAt]).toEqual([expect.stringMatching(/^[A-Za-z0-9_-]{43}$/), '2026-11-23T12:00:00.000Z']);
        expect(() => createTokens([{ id, secret: new TextEncoder().encode(secret) }])).not.toThrow();
      }),
    );
  });

  test('refuse keys that are too short, and ids that could be read as something else', () => {
    expect(() => createTokens([])).toThrow(RangeError);
    expect(() => createTokens([{ id: 'k', secret: new Uint8Array(31) }])).toThrow(RangeError);
    expect(() => createTokens([key('k.', 1)])).toThrow(RangeError);
    const claims = { purpose: 'view', subscriberId: 'a.b', newsletters: [], edition: null, expiresOnDay: 1 } as const;
    expect(() => tokens.sign(claims)).toThrow(RangeError);
  });
});

describe('links', () => {
  const publication = { url: 'https://news.example.org/', webUrl: 'https://letters.example.org/r/' };
  const linksOf = createLinks({
    publication,
    tokens,
    newsletter: 'world-brief',
    editionId: 'world-brief/2026-11-23',
    at: now,
  });

  test('stand under webUrl, one for each purpose, each good for a year', () => {
    const links = linksOf('s1');
    for (const purpose of ['unsubscribe', 'preferences', 'view'] as const) {
      const [, token = ''] = links[purpose].split(`https://letters.example.org/r/${purpose}/`);
      const reading = tokens.read(token, purpose, now + 365 * 86_400_000);
      const newsletters = [newsletterKey('world-brief')];
      expect(reading).toMatchObject({ ok: true, claims: { subscriberId: 's1', newsletters, edition: '2026-11-23' } });
    }
  });

  test('are plain ASCII, shorter than a header line may be, and name no newsletter', () => {
    for (const link of Object.values(linksOf('s'.repeat(64)))) {
      expect(link).toMatch(/^[\x21-\x7e]{1,250}$/);
      expect(link).not.toContain('world-brief');
      expect(link).toMatch(/[a-z0-9]$/);
    }
  });
});
