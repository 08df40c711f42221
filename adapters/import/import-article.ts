import { type ArticleInput, articleSchema } from '../../core/model/article.ts';
import type { Block } from '../../core/model/block.ts';
import type { Image } from '../../core/model/image.ts';
import type {
  ImportContext,
  ImportedArticle,
  ImportFile,
  ImportNote,
  ImportResult,
  RefusedArticle,
} from '../../core/model/import.ts';
import type { Problem } from '../../core/model/problem.ts';
import { foldLine, isHttpUrl } from '../../core/model/scalars.ts';
import { sha256 } from '../../core/text/hash.ts';
import { problemsOf, shown } from '../../core/text/problems.ts';
import { httpUrl } from '../../core/text/urls.ts';
import { readDate } from './import-date.ts';

/** A result with nothing in it yet. */
export function emptyResult(): ImportResult {
  return { articles: [], refused: [], notes: [], referents: [], unresolved: [] };
}

/** The result for a file that cannot be read as its format. */
export function refusedFile(problem: Problem, notes: ImportNote[] = []): ImportResult {
  return { ...emptyResult(), refused: [{ article: null, problems: [problem] }], notes };
}

/** Adds an article, or its refusal, to a result. */
export function addTo(result: ImportResult, one: ImportedArticle | RefusedArticle): void {
  if ('problems' in one) result.refused.push(one);
  else result.articles.push(one);
}

/** What is known about an article when all of it has been read. */
export interface Finish {
  file: ImportFile;
  /** How the file names the fields of an article, where it names them otherwise. */
  fields?: Readonly<Record<string, string>>;
  /** Where in the file the article stands, such as `items[3]`. */
  place?: string;
  notes: ImportNote[];
  dated: boolean;
}

/** An article from what was read, or the reasons why it is none, in the file's own words. */
export function finishArticle(draft: ArticleInput, finish: Finish): ImportedArticle | RefusedArticle {
  const parsed = articleSchema.safeParse(draft);
  if (parsed.success) return { article: parsed.data, notes: finish.notes, dated: finish.dated };
  const problems = problemsOf(finish.file.reference, parsed.error, draft).map((problem) => {
    const [first = ''] = problem.field.split(/[.[]/);
    const named = finish.fields?.[first];
    const field = named === undefined ? problem.field : named + problem.field.slice(first.length);
    return { ...problem, field: joinField(finish.place ?? '', field) };
  });
  return { article: draft.headline || draft.id || null, problems };
}

/** Whether a value is an object, and so has fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One path below another, such as `items[3]` and `title`. */
export function joinField(place: string, field: string): string {
  if (place === '' || field === '') return place + field;
  return field.startsWith('[') ? place + field : `${place}.${field}`;
}

/**
 * A legal id from the identity that a file gives: the identity itself where it can stand, else its words and a hash.
 * @example articleId('unique ANS id') // 'unique-ans-id-' and twelve digits of the hash
 */
export function articleId(identity: string): string {
  const trimmed = identity.trim();
  if (/^[^\s\p{Cc}\p{Cs}]{1,200}$/u.test(trimmed)) return trimmed;
  const words = slugOf(trimmed);
  return `${words === '' ? '' : `${words}-`}${sha256(trimmed).slice(0, 12)}`;
}

/**
 * The id of an article whose file gives it no identity: from the file's path.
 *
 * @param place - what tells it from others of the same path, such as its place in the file; it makes the id end in a
 * hash. Empty: the id is the path alone.
 */
export function idFromPath(file: ImportFile, place: string): string {
  const path = (file.path ?? file.reference).replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '');
  const slug = slugOf(path.replace(/\.[A-Za-z]{1,8}$/, ''));
  return place === '' && slug !== ''
    ? slug
    : `${slug === '' ? '' : `${slug}-`}${sha256(`${path}\n${place}`).slice(0, 12)}`;
}

function slugOf(text: string): string {
  const words = text
    .slice(0, 300)
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  return (words ?? []).join('-').slice(0, 100).replace(/-$/, '');
}

/** A BCP 47 tag from what a file says its language is; null, with a note, where it is none. */
export function languageFrom(value: string | null | undefined, field: string, notes: ImportNote[]): string | null {
  const tag = value?.trim().replaceAll('_', '-') ?? '';
  if (tag === '') return null;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    notes.push({ field, note: `${shown(value)} is no language; the publication’s is taken` });
    return null;
  }
}

/** An article's address; null, with a note, where there is one that cannot be used. */
export function addressFrom(
  value: string | null | undefined,
  base: string,
  field: string,
  notes: ImportNote[],
): string | null {
  if (value === null || value === undefined || value.trim() === '') return null;
  const url = httpUrl(value, base);
  if (url === null) notes.push({ field, note: `${shown(value)} is no address of a page; the headline is no link` });
  return url;
}

/** A section's path from what a file gives. Null where nothing is left of it. */
export function sectionPath(value: string): string | null {
  const path = URL.parse(value) !== null && isHttpUrl(value) ? new URL(value).pathname : value;
  const segments = path
    .split('/')
    .map((segment) => segment.trim().replace(/\s+/g, '-'))
    .filter((segment) => segment !== '');
  return segments.length === 0 ? null : `/${segments.join('/')}`;
}

/**
 * A section from its name or its path, or from both.
 * @example sectionFrom('World News') // { path: '/world-news', name: 'World News' }
 */
export function sectionFrom(
  section: string | { path: string; name: string } | null | undefined,
): { path: string; name: string } | null {
  if (section === null || section === undefined) return null;
  const given = typeof section === 'string' ? section : section.path;
  const path = sectionPath(given.startsWith('/') ? given : given.toLowerCase());
  if (path === null) return null;
  const own =
    typeof section === 'string' ? (given.split('/').findLast((part) => part.trim() !== '') ?? path) : section.name;
  return { path, name: foldLine(own) || path };
}

/**
 * The first date that can be read, of those given in the order of preference; the instant of import where there is none.
 * One that cannot be read is noted and passed over.
 */
export function publishedFrom(
  candidates: readonly (readonly [field: string, value: string | null | undefined])[],
  context: ImportContext,
  notes: ImportNote[],
): { publishedAt: string; dated: boolean } {
  for (const [field, value] of candidates) {
    const at = dateFrom(value, field, notes);
    if (at !== null) return { publishedAt: at, dated: true };
  }
  return { publishedAt: context.importedAt, dated: false };
}

/** A date in UTC, with a note where it cannot be read or names no time zone; null where there is none. */
export function dateFrom(value: string | null | undefined, field: string, notes: ImportNote[]): string | null {
  if (value === null || value === undefined || value.trim() === '') return null;
  const date = readDate(value);
  if (date === null) notes.push({ field, note: `${shown(value)} is no date; passed over` });
  else if (date.zoneless) notes.push({ field, note: `${shown(value)} names no time zone; UTC is taken` });
  return date?.at ?? null;
}

/** The lead picture apart from the body: it stands there no second time, and a body that opens with a picture gives it. */
export function withLead(image: Image | null, body: readonly Block[]): { image: Image | null; body: Block[] } {
  const [first, ...rest] = body;
  if (first?.type !== 'image') return { image, body: [...body] };
  if (image === null) return { image: first.image, body: rest };
  if (image.url !== first.image.url) return { image, body: [...body] };
  return { image: { ...first.image, ...present(image) }, body: rest };
}

/** What an image says, without what it leaves open. */
function present(image: Image): Partial<Image> {
  return Object.fromEntries(Object.entries(image).filter(([, value]) => value !== null && value !== ''));
}

/** Lines without repeats, in order. */
export function distinct(lines: readonly string[]): string[] {
  return [...new Set(lines.filter((line) => line !== ''))];
}
