import { parseFeed } from 'feedsmith';
import type { Block } from '../../core/model/block.ts';
import type { Image } from '../../core/model/image.ts';
import type {
  ImportContext,
  ImportedArticle,
  Importer,
  ImportFile,
  ImportNote,
  RefusedArticle,
} from '../../core/model/import.ts';
import { htmlToBlocks } from '../../core/text/html-blocks.ts';
import { shown } from '../../core/text/problems.ts';
import { lineFrom, plainText } from '../../core/text/sanitise.ts';
import { httpUrl } from '../../core/text/urls.ts';
import { atomEntries, type Entry, jsonEntries, namesOf, rdfEntries, rssEntries } from './feed-entry.ts';
import {
  addressFrom,
  addTo,
  articleId,
  dateFrom,
  distinct,
  emptyResult,
  finishArticle,
  idFromPath,
  joinField,
  languageFrom,
  publishedFrom,
  refusedFile,
  withLead,
} from './import-article.ts';
import { decodeFile, isDeeperThan, nestingLimit, refusal } from './import-text.ts';

/**
 * Imports RSS 0.9 to 2.0, Atom 1.0 and JSON Feed 1.0 and 1.1: every entry an article.
 *
 * @example importFeed({ reference: 'rss.xml', bytes }, { publicationUrl: 'https://news.example.org', importedAt })
 */
export const importFeed: Importer = (file, context) => {
  const result = emptyResult();
  const decoded = decodeFile(file, 'xml', result.notes);
  if ('problem' in decoded) return refusedFile(decoded.problem, result.notes);
  const entries = readFeed(decoded.value, file, context);
  if ('problem' in entries) return refusedFile(entries.problem, result.notes);
  for (const entry of entries) addTo(result, readEntry(entry, file, context));
  return result;
};

type AnyFeed = ReturnType<typeof parseFeed<string>>;

const lastTag = /<\/(?:[\w-]+:)?(?:rss|feed|rdf)\s*>\s*$/i;

function readFeed(text: string, file: ImportFile, context: ImportContext): Entry[] | ReturnType<typeof refusal> {
  const start = shown(text.trimStart().slice(0, 60));
  // The parser takes half a feed for a whole one, and half an entry for an entry.
  if (!/^\s*\{/.test(text) && !lastTag.test(text.slice(-4000).replace(/<!--[\s\S]*?-->/g, ''))) {
    return refusal(file, start, 'a whole RSS, Atom or JSON feed; this ends before its last tag, or is none');
  }
  let parsed: AnyFeed;
  try {
    parsed = parseFeed<string>(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refusal(file, start, `an RSS, Atom or JSON feed (${why.slice(0, 120)})`);
  }
  if (isDeeperThan(parsed.feed, nestingLimit)) {
    return refusal(file, 'elements nested without end', `at most ${nestingLimit} levels`);
  }
  const entries = entriesOf(parsed, context.publicationUrl);
  return entries.length === 0 ? refusal(file, 'a feed without entries', 'at least one entry') : entries;
}

function entriesOf(parsed: AnyFeed, publicationUrl: string): Entry[] {
  switch (parsed.format) {
    case 'rss':
      return rssEntries(parsed.feed, publicationUrl);
    case 'rdf':
      return rdfEntries(parsed.feed, publicationUrl);
    case 'atom':
      return atomEntries(parsed.feed, publicationUrl);
    case 'json':
      return jsonEntries(parsed.feed, publicationUrl);
  }
}

function readEntry(entry: Entry, file: ImportFile, context: ImportContext): ImportedArticle | RefusedArticle {
  const notes: ImportNote[] = [];
  const at = (field: string) => joinField(entry.place, field);
  if (entry.title === '') {
    const problem = { file: file.reference, field: at(entry.titleField), got: 'nothing', allowed: 'a headline' };
    return { article: entry.link || entry.id || null, problems: [problem] };
  }
  const url = addressFrom(entry.link, entry.baseUrl, at('link'), notes);
  const updatedAt =
    entry.updated.map(([field, value]) => dateFrom(value, at(field), notes)).find((date) => date !== null) ?? null;
  const dates = entry.published.map(([field, value]) => [at(field), value] as const);
  const { publishedAt, dated } = publishedFrom([...dates, [at('updated'), updatedAt ?? undefined]], context, notes);
  const text = textOf(entry, notes);
  const lead = imageOf(entry, at('image'), notes);
  const identity = entry.id.trim() || url;
  return finishArticle(
    {
      id: identity ? articleId(identity) : idFromPath(file, entry.title),
      headline: entry.title,
      url,
      dek: text.dek,
      byline: namesOf(entry),
      language: languageFrom(entry.language, at('language'), notes),
      publishedAt,
      updatedAt,
      tags: distinct(entry.categories.map((category) => lineFrom(category))),
      ...withLead(lead, text.body),
      source: { format: 'feed', reference: file.reference },
    },
    { file, place: entry.place, notes, dated, fields: { headline: entry.titleField } },
  );
}

// A summary longer than this is no dek but a text.
const dekLimit = 600;

/** What is body and what is dek: a feed that gives one text only means a summary by it, or the whole article. */
function textOf(entry: Entry, notes: ImportNote[]): { dek: string | null; body: Block[] } {
  const read = (html: string, field: string) => {
    const { blocks, keptOut } = htmlToBlocks(html, { baseUrl: entry.baseUrl });
    const names = [...new Set(keptOut)].join(', ');
    if (names !== '') notes.push({ field: joinField(entry.place, field), note: `kept out of the HTML: ${names}` });
    return blocks;
  };
  const content = read(entry.content, 'content');
  const summary = plainText(entry.summary);
  if (content.length > 0) return { dek: summary.length > dekLimit ? null : summary || null, body: content };
  const blocks = read(entry.summary, 'summary');
  const words = blocks.filter((block) => block.type !== 'image');
  const short = words.length <= 1 && words.every((block) => block.type === 'paragraph') && summary.length <= dekLimit;
  return short
    ? { dek: summary || null, body: blocks.filter((block) => block.type === 'image') }
    : { dek: null, body: blocks };
}

function imageOf(entry: Entry, field: string, notes: ImportNote[]): Image | null {
  for (const image of entry.images) {
    const url = httpUrl(image.url, entry.baseUrl);
    if (url === null) {
      notes.push({ field, note: `${shown(image.url)} is no address of a picture; passed over` });
      continue;
    }
    const { caption, credit } = image;
    // Many feeds give the article's own headline or summary once more.
    const says = caption !== entry.title && caption !== plainText(entry.summary);
    return {
      url,
      // No element of Media RSS is the text for who does not see the picture: what stands in media:title and media:text is
      // now the headline, now the caption, now a file's name.
      alt: '',
      caption: says && caption !== '' ? caption : null,
      credit: credit || null,
      width: whole(image.width),
      height: whole(image.height),
    };
  }
  return null;
}

function whole(pixels: number | null): number | null {
  return pixels !== null && pixels >= 1 && pixels < 100_000 ? Math.round(pixels) : null;
}
