import MarkdownIt from 'markdown-it';
import type { z } from 'zod';
import type { ArticleInput } from '../../core/model/article.ts';
import type { Block } from '../../core/model/block.ts';
import type {
  ImportContext,
  ImportedArticle,
  Importer,
  ImportFile,
  ImportNote,
  RefusedArticle,
} from '../../core/model/import.ts';
import type { Problem } from '../../core/model/problem.ts';
import { htmlToBlocks } from '../../core/text/html-blocks.ts';
import { problemsOf, shown } from '../../core/text/problems.ts';
import { escapeText, lineFrom, plainText } from '../../core/text/sanitise.ts';
import { httpUrl } from '../../core/text/urls.ts';
import {
  addressFrom,
  addTo,
  articleId,
  distinct,
  emptyResult,
  finishArticle,
  idFromPath,
  languageFrom,
  refusedFile,
  sectionFrom,
  withLead,
} from './import-article.ts';
import { readDate } from './import-date.ts';
import { decodeFile, refusal } from './import-text.ts';
import { matterSchema, partMarkdown, renameMatter } from './markdown-front-matter.ts';

/** Markdown takes time that grows with the square of what it cannot make sense of, and no article is this long. */
const textLimit = 256 * 1024;

type Matter = z.output<typeof matterSchema>;

/**
 * Imports a Markdown file (CommonMark, with tables and struck-out text) with YAML front matter as one article. HTML in it
 * is read as HTML. The first heading is the headline where the front matter has none.
 */
export const importMarkdown: Importer = (file, context) => {
  const result = emptyResult();
  const decoded = decodeFile(file, 'text', result.notes);
  if ('problem' in decoded) return refusedFile(decoded.problem);
  const parts = partMarkdown(decoded.value, file);
  if ('field' in parts) return refusedFile(parts);
  if (parts.body.length > textLimit) {
    return refusedFile(refusal(file, `${parts.body.length} characters of Markdown`, `at most ${textLimit}`).problem);
  }
  const { values, names, unknown } = renameMatter(parts.matter);
  const parsed = matterSchema.safeParse(values);
  if (!parsed.success) {
    const problems = problemsOf(file.reference, parsed.error, values).map((problem) => inFile(problem, names));
    return { ...result, refused: [{ article: nameOf(values), problems }] };
  }
  addTo(result, readArticle(parsed.data, names, unknown, parts.body, file, context));
  return result;
};

function readArticle(
  matter: Matter,
  names: Readonly<Record<string, string>>,
  unknown: readonly string[],
  markdown: string,
  file: ImportFile,
  context: ImportContext,
): ImportedArticle | RefusedArticle {
  const notes: ImportNote[] = unknown.map((field) => ({ field, note: 'front matter that Pressrun does not read' }));
  const problems: Problem[] = [];
  const named = (field: string) => names[field] ?? field;
  const refuse = (field: string, got: unknown, allowed: string) =>
    problems.push({ file: file.reference, field: named(field), got: shown(got), allowed });
  const instant = (field: string, value: string | null | undefined) => {
    if (value === null || value === undefined) return null;
    const date = readDate(value);
    if (date === null) refuse(field, value, 'a date such as 2026-11-23T07:00:00-05:00');
    else if (date.zoneless)
      notes.push({ field: named(field), note: `${shown(value)} names no time zone; UTC is taken` });
    return date?.at ?? null;
  };
  const address = addressFrom(matter.url, context.publicationUrl, named('url'), notes);
  const text = textOf(markdown, address ?? context.publicationUrl, matter.headline, notes);
  if (matter.draft === true) refuse('draft', names['draft'] !== 'published', 'an article that is not a draft');
  if (text.headline === '')
    refuse('headline', matter.headline ?? undefined, 'a headline, here or as the first heading');
  const publishedAt = instant('publishedAt', matter.publishedAt);
  const draft: ArticleInput = {
    id: matter.id?.trim() ? articleId(matter.id) : idFromPath(file, ''),
    headline: text.headline,
    url: address,
    dek: lineFrom(matter.dek ?? '') || null,
    kicker: lineFrom(matter.kicker ?? '') || null,
    byline: distinct((matter.byline ?? []).map(lineFrom)),
    dateline: lineFrom(matter.dateline ?? '') || null,
    language: languageFrom(matter.language, named('language'), notes),
    publishedAt: publishedAt ?? context.importedAt,
    updatedAt: instant('updatedAt', matter.updatedAt),
    section: sectionFrom(matter.section),
    tags: distinct((matter.tags ?? []).map(lineFrom)),
    ...withLead(imageOf(matter.image, address ?? context.publicationUrl, named('image'), notes), text.body),
    corrections: (matter.corrections ?? []).map(({ text, at }) => ({ text, at: instant('corrections', at) })),
    embargoUntil: instant('embargoUntil', matter.embargoUntil),
    channels: matter.channels?.map((channel) => channel.trim()) ?? null,
    distributor: lineFrom(matter.distributor ?? '') || null,
    source: { format: 'markdown', reference: file.reference },
  };
  if (problems.length > 0) return { article: text.headline || null, problems };
  const finished = finishArticle(draft, { file, notes, dated: publishedAt !== null });
  return 'problems' in finished
    ? { ...finished, problems: finished.problems.map((one) => inFile(one, names)) }
    : finished;
}

function textOf(
  markdown: string,
  baseUrl: string,
  headline: string | null | undefined,
  notes: ImportNote[],
): { headline: string; body: Block[] } {
  const { blocks, keptOut } = htmlToBlocks(renderer().render(markdown), { baseUrl });
  if (keptOut.length > 0) notes.push({ field: '', note: `kept out of the text: ${[...new Set(keptOut)].join(', ')}` });
  const given = lineFrom(headline ?? '');
  const [first, ...rest] = blocks;
  const heading = first?.type === 'heading' && first.level === 1 ? plainText(first.html) : '';
  // A text that begins with its headline says it once.
  if (heading !== '' && (given === '' || given === heading)) return { headline: heading, body: rest };
  return { headline: given, body: blocks };
}

function renderer(): InstanceType<typeof MarkdownIt> {
  const markdown = new MarkdownIt({ html: true, linkify: false, typographer: false });
  const picture = markdown.renderer.rules['image'];
  // A picture's title is its caption.
  markdown.renderer.rules['image'] = (tokens, index, options, env, self) => {
    const html = picture?.(tokens, index, options, env, self) ?? '';
    const title = String(tokens[index]?.attrGet('title') ?? '');
    return title === '' ? html : `<figure>${html}<figcaption>${escapeText(title)}</figcaption></figure>`;
  };
  return markdown;
}

function imageOf(picture: Matter['image'], baseUrl: string, field: string, notes: ImportNote[]) {
  if (picture === null || picture === undefined) return null;
  const url = httpUrl(picture.url, baseUrl);
  if (url === null) {
    notes.push({ field, note: `${shown(picture.url)} is no address of a picture; kept out` });
    return null;
  }
  return {
    url,
    alt: lineFrom(picture.alt ?? ''),
    caption: lineFrom(picture.caption ?? '') || null,
    credit: lineFrom(picture.credit ?? '') || null,
    width: picture.width ?? null,
    height: picture.height ?? null,
  };
}

function inFile(problem: Problem, names: Readonly<Record<string, string>>): Problem {
  const [first = ''] = problem.field.split(/[.[]/);
  return { ...problem, field: (names[first] ?? first) + problem.field.slice(first.length) };
}

function nameOf(values: Readonly<Record<string, unknown>>): string | null {
  return typeof values['headline'] === 'string' ? values['headline'].slice(0, 200) : null;
}
