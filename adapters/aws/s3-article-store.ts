import { PressrunError } from '../../core/errors.ts';
import { type Article, articleSchema } from '../../core/model/article.ts';
import { judgeVersion } from '../../core/model/article-version.ts';
import type { ArticleStore } from '../../core/ports.ts';
import { canonicalJson } from '../../core/text/canonical-json.ts';
import { sha256 } from '../../core/text/hash.ts';
import { inParallel } from './parallel.ts';
import { type Bucket, getObject, listKeys, putObject } from './s3-bucket.ts';

const prefix = 'articles/';
const readsAtOnce = 64;
const conflictTries = 10;

/**
 * Articles in a bucket, one object each: `articles/<id>.json`. A write is conditional on what was read before it, so that of two
 * importers at once the newer version stands.
 *
 * @example const articles = createS3ArticleStore({ client, name: 'example-articles' });
 */
export function createS3ArticleStore(bucket: Bucket): ArticleStore {
  const read = async (key: string): Promise<{ article: Article; etag: string } | null> => {
    const found = await guarded(key, () => getObject(bucket, key));
    if (found === null) return null;
    const text = new TextDecoder().decode(found.bytes);
    return { article: parse(key, text), etag: found.etag };
  };
  return {
    async put(article) {
      const key = keyOf(article.id);
      const text = canonicalJson(article);
      for (let tries = 1; tries <= conflictTries; tries += 1) {
        const standing = await read(key);
        const outcome = judgeVersion(standing?.article ?? null, article);
        if (outcome === 'unchanged' || outcome === 'kept-newer') return outcome;
        const over = standing?.etag ?? null;
        const written = await guarded(key, () =>
          putObject(bucket, key, text, { over, contentType: 'application/json' }),
        );
        if (written) return outcome;
      }
      throw new PressrunError('STORE_UNAVAILABLE', `${key} was written by others ${conflictTries} times in a row.`);
    },
    async get(id) {
      return (await read(keyOf(id)))?.article ?? null;
    },
    async *all(onUnreadable) {
      const pages = listKeys(bucket, prefix);
      for (;;) {
        const { done, value: keys } = await guarded(prefix, () => pages.next());
        if (done === true) return;
        const articles = await inParallel(keys, readsAtOnce, async (key) => {
          try {
            return (await read(key))?.article ?? null;
          } catch (error) {
            if (onUnreadable === undefined || !isCorrupt(error)) throw error;
            onUnreadable(key, error);
            return null;
          }
        });
        for (const article of articles) if (article !== null) yield article;
      }
    },
  };
}

/** A key of S3 is at most 1,024 bytes; an id that would be longer stands under its hash. */
function keyOf(id: string): string {
  const name = encodeURIComponent(id);
  return `${prefix}${name.length <= 600 ? name : sha256(id)}.json`;
}

function parse(key: string, text: string): Article {
  try {
    return articleSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new PressrunError('STORE_CORRUPT', `${key} is not an article that Pressrun wrote.`, { cause });
  }
}

function isCorrupt(error: unknown): boolean {
  return error instanceof PressrunError && error.code === 'STORE_CORRUPT';
}

async function guarded<Answer>(key: string, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (cause) {
    throw new PressrunError('STORE_UNAVAILABLE', `The articles’ bucket did not answer for ${key}.`, { cause });
  }
}
