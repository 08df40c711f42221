import { statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { tokensOf } from '../../cli/local-ports.ts';
import { expiryDay, keyRestSeconds, type TokenClaims } from '../../core/text/token.ts';
import { TestPublication } from './publication.ts';

let publication: TestPublication;
beforeEach(() => {
  publication = new TestPublication();
});
afterEach(() => publication.remove());

const claims = (now: number): TokenClaims => ({
  purpose: 'unsubscribe',
  subscriberId: 'ann',
  newsletters: [],
  edition: null,
  expiresOnDay: expiryDay(now, 1),
});

test('keys rotate: asks, adds a key that is honoured at once and signs after its rest, and keeps the old one', async () => {
  const [old] = (await publication.run(['keys', 'list', '--json'])).json;
  expect(old).toMatchObject({ signs: true, signsFrom: null });

  const refused = await publication.run(['keys', 'rotate'], false);
  expect(refused).toMatchObject({ exit: 1, questions: [expect.stringContaining('this machine')] });
  expect((await publication.run(['keys', 'rotate'])).exit).toBe(2);
  expect((await publication.run(['keys', 'list', '--json'])).json).toEqual([old]);

  const { exit, json } = await publication.run(['keys', 'rotate', '--json'], true);
  expect(exit).toBe(0);
  expect(json.keys).toMatchObject([{ id: json.id, signs: false }, old]);
  expect(statSync(path.join(publication.data, 'keys.json')).mode & 0o777).toBe(0o600);

  await publication.local(async ({ tokenKeys }) => {
    const now = Date.now();
    const clockAt = (at: number) => ({ now: () => at, sleep: async () => {} });
    const before = await tokensOf({ tokenKeys, clock: clockAt(now) });
    const after = await tokensOf({ tokenKeys, clock: clockAt(now + keyRestSeconds * 1_000) });
    const [ofOld, ofFresh] = [before.sign(claims(now)), after.sign(claims(now))];
    expect([ofOld, ofFresh].map((token) => token.slice(1).split('.')[0])).toEqual([old.id, json.id]);
    // Whoever has read the keys since the rotation honours both, before and after the fresh one signs.
    for (const tokens of [before, after]) {
      for (const token of [ofOld, ofFresh]) expect(tokens.read(token, 'unsubscribe', now)).toMatchObject({ ok: true });
    }
  });
});

test('keys list shows no secret', async () => {
  const { output } = await publication.run(['keys', 'list']);
  const [key] = JSON.parse(publication.read('.pressrun/keys.json')).keys;
  expect(output).toContain(key.id);
  expect(output).not.toContain(key.secret);
});
