import type { Select } from './select.ts';

/** Why an article that a section might have taken is not in it. */
export type LeftOutReason =
  | 'not-pinned' // the section holds only pinned articles
  | 'section' // not in the section asked for
  | 'tag' // without the tag asked for
  | 'too-old' // published before `within`
  | 'future' // published after the edition's instant
  | 'embargoed' // until after the edition's instant
  | 'channel' // may not be published by email
  | 'excluded' // named in `exclude`
  | 'repeated' // in an earlier edition of this newsletter
  | 'taken' // already in an earlier section of this edition
  | 'over-limit'; // the section was full

/** One article a section looked at, and what became of it. */
export interface Considered {
  articleId: string;
  headline: string;
  publishedAt: string;
  /** Null: taken. */
  leftOut: { reason: LeftOutReason; detail: string } | null;
}

/** Why a section holds what it holds. */
export interface SectionSelection {
  title: string;
  select: Select;
  /** Every article there was: first those taken, in their order, then those over the limit, then the others, newest first. */
  considered: Considered[];
  /** Pinned ids that are no article's. */
  missingIds: string[];
}
