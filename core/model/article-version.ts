import type { Article } from './article.ts';

/** What storing an article came to. */
export type PutOutcome = 'added' | 'updated' | 'unchanged' | 'kept-newer';

/** When a version of an article was made: `updatedAt`, else `publishedAt`. */
export function versionAt(article: Pick<Article, 'publishedAt' | 'updatedAt'>): string {
  return article.updatedAt ?? article.publishedAt;
}

/**
 * What becomes of a version of an article beside the one that is stored: of two versions the newer is kept, and of two
 * equally old the one that comes last. `source` is no part of the content.
 *
 * @param stored - null: there is none.
 */
export function judgeVersion(stored: Article | null, next: Article): PutOutcome {
  if (stored === null) return 'added';
  if (sameContent(stored, next)) return 'unchanged';
  return versionAt(stored) > versionAt(next) ? 'kept-newer' : 'updated';
}

/** Both were parsed by `articleSchema`, so their keys stand in one order. */
function sameContent(one: Article, other: Article): boolean {
  return JSON.stringify({ ...one, source: null }) === JSON.stringify({ ...other, source: null });
}
