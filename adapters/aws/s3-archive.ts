import { PressrunError } from '../../core/errors.ts';
import { pictureNamePattern } from '../../core/model/picture.ts';
import type { Archive } from '../../core/ports.ts';
import { type Bucket, getObject, listKeys, putObject } from './s3-bucket.ts';

const conflictTries = 5;

/**
 * The archive in a bucket: the key is `<editionId>/<name>`. A write is conditional on there being nothing, so nothing is ever
 * replaced, whoever writes at the same time.
 *
 * @example const archive = createS3Archive({ client, name: 'example-archive' });
 */
export function createS3Archive(bucket: Bucket): Archive {
  const keyOf = (editionId: string, name: string) => `${editionId}/${name}`;
  return {
    async put(editionId, name, bytes) {
      const key = keyOf(editionId, name);
      const standing = await guarded(key, async () => {
        for (let tries = 1; tries <= conflictTries; tries += 1) {
          if (await putObject(bucket, key, bytes, { over: null, contentType: contentType(name) })) return null;
          // After a 409 the other writer may yet fail, and leave nothing.
          const found = await getObject(bucket, key);
          if (found !== null) return found.bytes;
        }
        throw new Error(`${key} was refused ${conflictTries} times, and is not there.`);
      });
      if (standing === null || Buffer.compare(standing, Buffer.from(bytes)) === 0) return;
      throw new PressrunError('ARCHIVE_CONFLICT', `The archive holds another ${name} of ${editionId}.`);
    },
    async get(editionId, name) {
      const key = keyOf(editionId, name);
      return guarded(key, async () => (await getObject(bucket, key))?.bytes ?? null);
    },
    async list(editionId, prefix) {
      return guarded(editionId, async () => {
        const names: string[] = [];
        for await (const keys of listKeys(bucket, keyOf(editionId, prefix))) {
          names.push(...keys.map((key) => key.slice(editionId.length + 1)));
        }
        return names.sort();
      });
    },
  };
}

function contentType(name: string): string {
  if (name.endsWith('.json')) return 'application/json';
  if (name.endsWith('.html')) return 'text/html; charset=utf-8';
  const picture = pictureNamePattern.exec(name)?.groups?.['type'];
  if (picture !== undefined) return `image/${picture}`;
  return name.endsWith('.txt') ? 'text/plain; charset=utf-8' : 'application/octet-stream';
}

async function guarded<Answer>(key: string, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (cause) {
    throw new PressrunError('STORE_UNAVAILABLE', `The archive’s bucket did not answer for ${key}.`, { cause });
  }
}
