import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Article, articleSchema } from '../../core/model/article.ts';
import { sha256 } from '../../core/text/hash.ts';
import { problemsOf } from '../../core/text/problems.ts';
import type { Notice } from '../view.ts';

/**
 * The articles of a folder store, held in memory and read singly: a file that changes is the only one that is read again. One that
 * cannot be read keeps its last good version on the shelf, and is noted.
 */
export class ArticleShelf {
  readonly #folder: string;
  readonly #files = new Map<string, { hash: string; article: Article }>();
  readonly #notices = new Map<string, Notice>();
  #articles: Article[] | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Reads every file. */
  async fill(): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    const wanted = names.filter((name) => name.endsWith('.json'));
    // A few at a time: a store of a hundred thousand articles would want as many open files.
    for (let from = 0; from < wanted.length; from += 64) {
      await Promise.all(wanted.slice(from, from + 64).map((name) => this.read(path.join(this.#folder, name))));
    }
  }

  /** Every article. The same array while nothing changes. */
  all(): readonly Article[] {
    this.#articles ??= [...this.#files.values()].map(({ article }) => article);
    return this.#articles;
  }

  notices(): Notice[] {
    return [...this.#notices.values()];
  }

  /** Reads one file again. @returns the headline of what changed, or null where nothing did. */
  async read(file: string): Promise<string | null> {
    const text = await readFile(file, 'utf8').catch(() => null);
    const before = this.#files.get(file);
    if (text === null) return this.#remove(file, before?.article ?? null);
    const hash = sha256(text);
    if (hash === before?.hash) return this.#notices.delete(file) ? before.article.headline : null;
    const article = parse(file, text);
    if ('message' in article) {
      this.#notices.set(file, article);
      return path.basename(file);
    }
    this.#notices.delete(file);
    this.#files.set(file, { hash, article });
    this.#articles = null;
    return article.headline;
  }

  #remove(file: string, article: Article | null): string | null {
    this.#notices.delete(file);
    if (!this.#files.delete(file)) return null;
    this.#articles = null;
    return article?.headline ?? null;
  }
}

function parse(file: string, text: string): Article | Notice {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (error) {
    return { file, message: `It is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const parsed = articleSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [problem] = problemsOf(file, parsed.error, input);
  return { file, message: problem === undefined ? 'It is no article.' : problemText(problem) };
}

function problemText({ field, got, allowed }: { field: string; got: string; allowed: string }): string {
  return `${field === '' ? '' : `${field}: `}got ${got}; ${allowed}`;
}
