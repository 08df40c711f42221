import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { PressrunError } from '../../core/errors.ts';
import type { RotatingTokenKeys } from '../../core/ports.ts';
import { freshKey } from '../../core/text/token.ts';

const fileSchema = z.strictObject({
  keys: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9]{1,16}$/),
        /** 32 to 64 bytes. */
        secret: z.base64url().regex(/^.{43,86}$/),
        createdAt: z.string(),
      }),
    )
    .min(1),
});
type KeyFile = z.infer<typeof fileSchema>;

/**
 * The keys behind readers' links in one file that only its owner may read (mode 0600), made on first use. Two processes
 * that make it at once end with the same keys.
 *
 * @throws {PressrunError} `STORE_CORRUPT` when the file is not one of ours: replacing it would break every link sent so far.
 * @example const keys = await createFileTokenKeys('.pressrun/keys.json').all();
 */
export function createFileTokenKeys(file: string): RotatingTokenKeys {
  const load = async (): Promise<KeyFile> => (await read(file)) ?? (await create(file));
  return {
    async all() {
      const { keys } = await load();
      return keys.map((key) => ({ ...key, secret: new Uint8Array(Buffer.from(key.secret, 'base64url')) }));
    },
    async rotate() {
      const standing = await load();
      const fresh = freshKey(randomBytes(36), Date.now());
      try {
        await rename(await writeBeside(file, { keys: [fresh, ...standing.keys] }), file);
      } catch (cause) {
        throw new PressrunError('STORE_UNAVAILABLE', `The token keys cannot be written to ${file}.`, { cause });
      }
      return fresh.id;
    },
  };
}

async function read(file: string): Promise<KeyFile | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
    if (((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    throw new PressrunError('STORE_UNAVAILABLE', `The token keys in ${file} cannot be read.`, { cause });
  }
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch {
    // No cause: it could quote a secret.
    throw new PressrunError('STORE_CORRUPT', `${file} does not hold token keys; put back the copy that does.`);
  }
}

async function create(file: string): Promise<KeyFile> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const temporary = await writeBeside(file, { keys: [freshKey(randomBytes(36), Date.now())] });
    try {
      // A hard link fails where the name is taken, so whoever was first made the keys.
      await link(temporary, file);
    } catch (cause) {
      if (codeOf(cause) !== 'EEXIST') throw cause;
    } finally {
      await rm(temporary);
    }
  } catch (cause) {
    throw new PressrunError('STORE_UNAVAILABLE', `The token keys cannot be written to ${file}.`, { cause });
  }
  const made = await read(file);
  if (made === null) throw new PressrunError('STORE_UNAVAILABLE', `The token keys in ${file} went away.`);
  return made;
}

async function writeBeside(file: string, content: KeyFile): Promise<string> {
  const temporary = `${file}.${randomBytes(8).toString('hex')}`;
  await writeFile(temporary, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });
  return temporary;
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
