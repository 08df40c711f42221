import type { Article } from '../../core/model/article.ts';
import { judgeVersion } from '../../core/model/article-version.ts';
import type { ArticleStore } from '../../core/ports.ts';

/** Articles in memory. */
export function createMemoryArticleStore(articles: readonly Article[] = []): ArticleStore {
  const stored = new Map(articles.map((article) => [article.id, article]));
  return {
    async put(article) {
      const outcome = judgeVersion(stored.get(article.id) ?? null, article);
      if (outcome === 'added' || outcome === 'updated') stored.set(article.id, structuredClone(article));
      return outcome;
    },
    async get(id) {
      return structuredClone(stored.get(id) ?? null);
    },
    async *all() {
      yield* [...stored.values()].map((article) => structuredClone(article));
    },
  };
}
