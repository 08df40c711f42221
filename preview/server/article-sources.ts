import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { detectFormat, importers } from '../../adapters/import/importers.ts';
import type { Article } from '../../core/model/article.ts';
import type { ImportedArticle } from '../../core/model/import.ts';
import type { ArticleStore } from '../../core/ports.ts';
import type { Notice } from '../view.ts';

/**
 * The files that the store's articles were imported from, where they are still on this machine: the Markdown, ANS or feed
 * that an editor really edits. One that changes is imported again, into the store, so that what is previewed is what would be sent.
 */
export class ArticleSources {
  readonly #bases: readonly string[];
  readonly #store: Pick<ArticleStore, 'get' | 'put'>;
  readonly #now: () => number;
  readonly #found = new Map<string, string | null>();
  readonly #notices = new Map<string, Notice>();
  /** By file: the ids of its articles. */
  #ids = new Map<string, string[]>();

  /** @param bases - folders that a relative `source.reference` may be relative to, in order. */
  constructor(bases: readonly string[], store: Pick<ArticleStore, 'get' | 'put'>, now: () => number) {
    this.#bases = [...new Set(bases)];
    this.#store = store;
    this.#now = now;
  }

  /** Takes note of where the articles come from. */
  follow(articles: readonly Article[]): void {
    const ids = new Map<string, string[]>();
    for (const { id, source } of articles) {
      const file = this.#fileOf(source.reference);
      if (file !== null) ids.set(file, [...(ids.get(file) ?? []), id]);
    }
    this.#ids = ids;
  }

  files(): ReadonlySet<string> {
    return new Set(this.#ids.keys());
  }

  notices(): Notice[] {
    return [...this.#notices.values()];
  }

  /** Imports a file again. @returns whether there is something new to say about it beside what the store has. */
  async read(file: string, publicationUrl: string): Promise<boolean> {
    const before = this.#notices.get(file)?.message;
    const message = await this.#import(file, publicationUrl);
    if (message === null) this.#notices.delete(file);
    else this.#notices.set(file, { file, message });
    return message !== (before ?? null);
  }

  /** @returns what is to be said; null where all is well. */
  async #import(file: string, publicationUrl: string): Promise<string | null> {
    const bytes = await readFile(file).catch(() => null);
    // One that goes is no retraction: its articles stay in the store, as they do without a preview.
    if (bytes === null || bytes.length === 0) return null;
    const known = this.#ids.get(file) ?? [];
    const reference = (await this.#firstOf(known))?.source.reference ?? file;
    const importFile = { reference, bytes };
    const format = detectFormat(importFile);
    if (format === null) return 'It is in no format that can be imported.';
    const importedAt = new Date(this.#now()).toISOString();
    const { articles, refused } = importers[format](importFile, { publicationUrl, importedAt });
    let kept = 0;
    for (const imported of articles) {
      const article = await this.#as(imported, articles.length === 1 ? known : []);
      if ((await this.#store.put(article)) === 'kept-newer') kept += 1;
    }
    const [problem] = refused.flatMap(({ problems }) => problems);
    if (problem !== undefined)
      return `${problem.field === '' ? '' : `${problem.field}: `}got ${problem.got}; ${problem.allowed}`;
    return kept > 0 ? 'The store has a newer version; give this one a later date of update.' : null;
  }

  /**
   * An article under the id it is stored under, where the file holds this one alone and names no id of its own; and with its
   * date, where the file gives none.
   */
  async #as({ article, dated }: ImportedArticle, known: readonly string[]): Promise<Article> {
    const [only] = known;
    const id = known.length === 1 && only !== undefined ? only : article.id;
    const stored = dated ? null : await this.#store.get(id);
    return { ...article, id, publishedAt: stored?.publishedAt ?? article.publishedAt };
  }

  async #firstOf(ids: readonly string[]): Promise<Article | null> {
    const [id] = ids;
    return id === undefined ? null : this.#store.get(id);
  }

  #fileOf(reference: string): string | null {
    const known = this.#found.get(reference);
    if (known !== undefined) return known;
    const candidates = this.#bases.map((base) => path.resolve(base, reference));
    const file =
      candidates.find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile() === true) ?? null;
    this.#found.set(reference, file);
    return file;
  }
}
