import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Article } from '../../../core/model/article.ts';
import type { ImportContext, ImportedArticle, Importer, ImportFile, ImportResult } from '../../../core/model/import.ts';

export const context: ImportContext = {
  publicationUrl: 'https://news.example.org',
  importedAt: '2026-11-23T12:00:00.000Z',
};

/** A file with this content. */
export function fileOf(content: unknown, reference = 'file'): ImportFile {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return { reference, bytes: new TextEncoder().encode(text) };
}

/** A file of `test/fixtures/articles`. */
export function fixture(name: string): ImportFile {
  return { reference: name, bytes: readFileSync(path.join(import.meta.dirname, '../../fixtures/articles', name)) };
}

/** The only article of a file that holds nothing else. */
export function theOne(result: ImportResult): ImportedArticle {
  const [one] = result.articles;
  if (one === undefined || result.articles.length > 1 || result.refused.length > 0) {
    throw new Error(`not one article: ${JSON.stringify(result).slice(0, 500)}`);
  }
  return one;
}

/** The article that an importer makes of some content. */
export function articleFrom(importer: Importer, content: unknown): Article {
  return theOne(importer(fileOf(content), context)).article;
}

/** `field: got → allowed` of everything that was refused. */
export function refusals(result: ImportResult): string[] {
  return result.refused.flatMap(({ problems }) =>
    problems.map(({ field, got, allowed }) => `${field}: ${got} → ${allowed}`),
  );
}
