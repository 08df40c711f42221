import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { ImportFile } from '../../core/model/import.ts';
import type { Problem } from '../../core/model/problem.ts';
import { shown } from '../../core/text/problems.ts';
import { isRecord } from './import-article.ts';
import { isDeeperThan, nestingLimit } from './import-text.ts';

/** A Markdown file in its two parts. */
export interface MarkdownParts {
  /** Empty where the file has no front matter. */
  matter: Readonly<Record<string, unknown>>;
  body: string;
}

/** Front matter is a few lines; more is something else. */
const matterLimit = 64 * 1024;

const yamlForm = 'front matter of the form "key: value"';

/**
 * Parts a Markdown file into its YAML front matter and its text. YAML is read as data: no tag of it makes anything run,
 * and aliases that multiply without end are refused.
 */
export function partMarkdown(text: string, file: ImportFile): MarkdownParts | Problem {
  const refuse = (got: string, allowed: string, place = {}): Problem => ({
    file: file.reference,
    field: '',
    got,
    allowed,
    ...place,
  });
  if (/^\+\+\+\s*$/m.exec(text)?.index === 0)
    return refuse('"+++"', 'front matter in YAML, between two lines of "---"');
  if (!/^---[ \t]*\r?\n/.test(text)) return { matter: {}, body: text };
  const end = /\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/.exec(text.slice(3));
  if (end === null) return refuse('front matter without an end', 'a line of "---" after it');
  const source = text.slice(3, 3 + end.index);
  if (source.length > matterLimit)
    return refuse(`${source.length} characters of front matter`, `at most ${matterLimit}`);
  try {
    const document = parseDocument(source, { logLevel: 'silent' });
    const fault = document.errors[0];
    if (fault !== undefined) {
      const at = fault.linePos?.[0];
      return refuse(
        `front matter that is no YAML (${reasonOf(fault)})`,
        yamlForm,
        at === undefined ? {} : { line: at.line, column: at.col },
      );
    }
    const matter: unknown = document.toJS({ maxAliasCount: 20 }) ?? {};
    if (!isRecord(matter)) return refuse(shown(matter), yamlForm);
    if (isDeeperThan(matter, nestingLimit))
      return refuse('front matter nested without end', `at most ${nestingLimit} levels`);
    return { matter, body: text.slice(3 + end.index + end[0].length) };
  } catch (error) {
    return refuse(`front matter that cannot be read (${reasonOf(error)})`, yamlForm);
  }
}

/** What the parser says, without the place, which stands before it, and the piece of the file that it shows. */
function reasonOf(error: unknown): string {
  const [message = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return message
    .replace(/ at line \d+, column \d+:?$/, '')
    .slice(0, 160)
    .replace(/^./, (first) => first.toLowerCase());
}

/** YAML makes numbers and truth values of words such as 2026 and true. */
const word = z.union([z.string(), z.number(), z.boolean()], { error: 'text' }).transform(String);
const words = z.union([word.transform((one) => [one]), z.array(word)], { error: 'text, or a list of texts' });
const wordOrNull = word.nullish();

const picture = z.union(
  [
    word.transform((url) => ({ url, alt: null, caption: null, credit: null, width: null, height: null })),
    z.strictObject({
      url: word,
      alt: wordOrNull,
      caption: wordOrNull,
      credit: wordOrNull,
      width: z.int().positive().nullish(),
      height: z.int().positive().nullish(),
    }),
  ],
  { error: 'an address, or { url, alt, caption, credit, width, height }' },
);

const section = z.union([word, z.strictObject({ path: word, name: word })], {
  error: 'a path such as /world, or { path, name }',
});

const correction = z.union(
  [word.transform((text) => ({ text, at: null })), z.strictObject({ text: word, at: wordOrNull })],
  {
    error: 'text, or { text, at }',
  },
);

/** What front matter may say, each under one name. */
export const matterSchema = z.looseObject({
  id: wordOrNull,
  headline: wordOrNull,
  url: wordOrNull,
  dek: wordOrNull,
  kicker: wordOrNull,
  byline: words.nullish(),
  dateline: wordOrNull,
  language: wordOrNull,
  publishedAt: wordOrNull,
  updatedAt: wordOrNull,
  section: section.nullish(),
  tags: words.nullish(),
  image: picture.nullish(),
  corrections: z.array(correction).nullish(),
  embargoUntil: wordOrNull,
  channels: words.nullish(),
  distributor: wordOrNull,
  draft: z.boolean({ error: 'true or false' }).nullish(),
});

/** Other names under which site generators keep the same. */
const synonyms: Readonly<Record<string, string>> = {
  title: 'headline',
  permalink: 'url',
  canonical_url: 'url',
  description: 'dek',
  subtitle: 'dek',
  summary: 'dek',
  excerpt: 'dek',
  author: 'byline',
  authors: 'byline',
  lang: 'language',
  date: 'publishedAt',
  published: 'publishedAt',
  updated: 'updatedAt',
  lastmod: 'updatedAt',
  modified: 'updatedAt',
  category: 'section',
  keywords: 'tags',
  cover: 'image',
  embargo: 'embargoUntil',
};

/** Front matter under Pressrun's own names, with the name that each value had in the file. */
export function renameMatter(matter: Readonly<Record<string, unknown>>): {
  values: Record<string, unknown>;
  names: Record<string, string>;
  unknown: string[];
} {
  const values: Record<string, unknown> = {};
  const names: Record<string, string> = {};
  const unknown: string[] = [];
  const known = Object.keys(matterSchema.shape);
  // Own names come first: `headline` wins over `title` where a file has both.
  for (const name of [...known, ...Object.keys(synonyms)]) {
    const field = Object.hasOwn(synonyms, name) ? (synonyms[name] ?? name) : name;
    if (!Object.hasOwn(matter, name) || Object.hasOwn(values, field)) continue;
    const value = matter[name];
    // Jekyll's `published: false` is what others call a draft.
    if (name === 'published' && typeof value === 'boolean') {
      values['draft'] ??= !value;
      names['draft'] = name;
      continue;
    }
    values[field] = value;
    names[field] = name;
  }
  for (const name of Object.keys(matter)) {
    if (!known.includes(name) && !Object.hasOwn(synonyms, name)) unknown.push(name);
  }
  return { values, names, unknown };
}
