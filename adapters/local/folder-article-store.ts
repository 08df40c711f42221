import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { PressrunError } from '../../core/errors.ts';
import { type Article, articleSchema } from '../../core/model/article.ts';
import { judgeVersion } from '../../core/model/article-version.ts';
import type { ArticleStore } from '../../core/ports.ts';
import { sha256 } from '../../core/text/hash.ts';
import { problemsOf } from '../../core/text/problems.ts';
import { syncFolder } from './sync-folder.ts';

/**
 * Articles in a folder, a JSON file each, named by a hash of the id. A file is written and synced under a temporary name
 * and then renamed, so whoever reads finds the old article or the new one, whole. One process at a time writes.
 *
 * @example const articles = createFolderArticleStore('.pressrun/articles');
 */
export function createFolderArticleStore(folder: string): ArticleStore {
  const writing = new Map<string, Promise<unknown>>();
  const fileOf = (id: string) => path.join(folder, `${sha256(id).slice(0, 32)}.json`);

  async function read(id: string): Promise<Article | null> {
    const file = fileOf(id);
    const text = await orNull(readFile(file, 'utf8'));
    return text === null ? null : parse(file, text);
  }

  async function store(article: Article): Promise<ReturnType<typeof judgeVersion>> {
    const outcome = judgeVersion(await read(article.id), article);
    if (outcome === 'added' || outcome === 'updated') {
      await write(fileOf(article.id), `${JSON.stringify(article, null, 2)}\n`);
    }
    return outcome;
  }

  return {
    async put(article) {
      // Reading, judging and writing one article is one step: calls for the same id wait for one another.
      const before = writing.get(article.id) ?? Promise.resolve();
      const turn = before.then(() => store(article));
      const settled = turn.catch(() => undefined);
      writing.set(article.id, settled);
      try {
        return await turn;
      } finally {
        if (writing.get(article.id) === settled) writing.delete(article.id);
      }
    },
    get: read,
    async *all(onUnreadable) {
      const names = (await orNull(readdir(folder))) ?? [];
      for (const name of names.filter((name) => name.endsWith('.json'))) {
        const file = path.join(folder, name);
        try {
          const text = await orNull(readFile(file, 'utf8'));
          if (text !== null) yield parse(file, text);
        } catch (error) {
          if (onUnreadable === undefined) throw error;
          onUnreadable(file, error);
        }
      }
    },
  };
}

function parse(file: string, text: string): Article {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (cause) {
    throw new PressrunError('STORE_CORRUPT', `${file} is not JSON.`, { cause });
  }
  const parsed = articleSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = problemsOf(file, parsed.error, input);
  throw new PressrunError('STORE_CORRUPT', `${file} is not an article.`, { problems });
}

async function write(file: string, text: string): Promise<void> {
  const folder = path.dirname(file);
  const temporary = `${file}.${randomBytes(6).toString('hex')}.part`;
  try {
    await mkdir(folder, { recursive: true });
    try {
      const handle = await open(temporary, 'wx');
      try {
        await handle.writeFile(text);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, file);
    } finally {
      await rm(temporary, { force: true });
    }
    await syncFolder(folder);
  } catch (cause) {
    throw new PressrunError('STORE_UNAVAILABLE', `The article store did not take ${file}.`, { cause });
  }
}

async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new PressrunError('STORE_UNAVAILABLE', 'The article store cannot be read.', { cause: error });
  }
}
