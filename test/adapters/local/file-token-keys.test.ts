import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createFileTokenKeys } from '../../../adapters/local/file-token-keys.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pressrun-'));
  file = path.join(folder, 'data', 'token-keys.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('are made on first use, for their owner alone, and stay', async () => {
  const keys = await createFileTokenKeys(file).all();
  expect(keys).toHaveLength(1);
  expect(keys[0]?.secret).toHaveLength(32);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await createFileTokenKeys(file).all()).toEqual(keys);
  expect(readdirSync(path.dirname(file))).toEqual(['token-keys.json']);
});

test('are the same for all who make them at once', async () => {
  const made = await Promise.all(Array.from({ length: 8 }, () => createFileTokenKeys(file).all()));
  for (const keys of made) expect(keys).toEqual(made[0]);
});

test('rotate: the fresh key comes first, the old one is kept', async () => {
  const tokenKeys = createFileTokenKeys(file);
  const [old] = await tokenKeys.all();
  const id = await tokenKeys.rotate();
  const after = await tokenKeys.all();
  expect(after.map((key) => key.id)).toEqual([id, old?.id]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('are closed to others again where somebody opened the file', async () => {
  await createFileTokenKeys(file).all();
  chmodSync(file, 0o644);
  await createFileTokenKeys(file).all();
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a file that is not ours is left alone', async () => {
  await createFileTokenKeys(file).all();
  writeFileSync(file, '{"keys":[]}');
  await expect(createFileTokenKeys(file).all()).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
});
