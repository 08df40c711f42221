import type { Article, articleFormats } from './article.ts';
import type { Problem } from './problem.ts';

export type ArticleFormat = (typeof articleFormats)[number];

/** A file to import. */
export interface ImportFile {
  /** As the user knows it; every problem and note names it. */
  reference: string;
  /**
   * Its path below the folder that is imported, with `/` between. An article that carries no identity of its own gets it
   * from here, so it is the same article again when the folder is imported from somewhere else. Default: `reference`.
   */
  path?: string;
  bytes: Uint8Array;
}

/** What an importer knows besides the file. */
export interface ImportContext {
  /** Relative URLs that an article's own URL cannot resolve are resolved against this. */
  publicationUrl: string;
  /** The instant of import, ISO 8601 in UTC: the date of an article that has none. */
  importedAt: string;
  /** Finds what an article refers to in the other files of the same import. Null: nothing is known. */
  referent?: (query: ReferentQuery) => unknown;
}

/** What a reference points at. A null `type` is any. */
export interface ReferentQuery {
  type: string | null;
  id: string;
}

/** Something that articles of other files may refer to. */
export interface Referent {
  type: string;
  id: string;
  value: unknown;
}

/** Something a person should know about an article that is in: what was kept out of it, or mended. */
export interface ImportNote {
  /** The field's path in the file, such as `content_elements[3]`. */
  field: string;
  note: string;
}

/** An article that is good. */
export interface ImportedArticle {
  article: Article;
  notes: ImportNote[];
  /** False where the file gave no date, so that `publishedAt` is the instant of import. */
  dated: boolean;
}

/** An article that is not good, or a file that holds none. */
export interface RefusedArticle {
  /** Its headline, id or place in the file; null for the file as a whole. */
  article: string | null;
  /** At least one. */
  problems: Problem[];
}

/** What one file held. */
export interface ImportResult {
  articles: ImportedArticle[];
  refused: RefusedArticle[];
  /** About the file, not one article. */
  notes: ImportNote[];
  /** What it offers to the references of others. */
  referents: Referent[];
  /** References that found nothing, so far: reading the file again later may find them. */
  unresolved: ReferentQuery[];
}

/**
 * Reads the articles of one format from a file. Pure, and never throws for anything that the file holds: what is not
 * good is refused with the file, the field, the value got and what was allowed, and never stops the other articles.
 */
export type Importer = (file: ImportFile, context: ImportContext) => ImportResult;

/** Tells a file's format by its content first, then by its name. Null where neither tells. */
export type DetectFormat = (file: ImportFile) => ArticleFormat | null;
