import { z } from 'zod';
import { articleSchema } from '../../core/model/article.ts';
import type { Block, ListBlock } from '../../core/model/block.ts';
import type {
  ImportContext,
  ImportedArticle,
  Importer,
  ImportFile,
  ImportNote,
  RefusedArticle,
} from '../../core/model/import.ts';
import { tidyRichText } from '../../core/text/html-inline.ts';
import { problemsOf, shown } from '../../core/text/problems.ts';
import { plainText } from '../../core/text/sanitise.ts';
import { httpUrl } from '../../core/text/urls.ts';

import { addTo, emptyResult, finishArticle, isRecord, joinField, refusedFile } from './import-article.ts';
import { readJson } from './import-text.ts';

/**
 * An article as Pressrun's own JSON has it. `publishedAt` may be left out: then it is the instant of import. `source` is
 * written by the import.
 */
export const jsonArticleSchema = articleSchema.extend({
  /** For editors: the JSON Schema of this file. */
  $schema: z.string().optional(),
  publishedAt: articleSchema.shape.publishedAt.optional(),
  source: z.unknown().optional(),
});

/**
 * Imports Pressrun's own JSON: one article, or a list of them. Relative URLs are resolved, and rich text is sanitised.
 * `docs/reference/article.schema.json` is its JSON Schema.
 */
export const importJson: Importer = (file, context) => {
  const result = emptyResult();
  const json = readJson(file, result.notes);
  if ('problem' in json) return refusedFile(json.problem, result.notes);
  const list = Array.isArray(json.value);
  const values: unknown[] = Array.isArray(json.value) ? json.value : [json.value];
  if (values.length === 0) {
    return refusedFile({ file: file.reference, field: '', got: '[]', allowed: 'at least one article' });
  }
  for (const [index, value] of values.entries()) {
    addTo(result, readArticle(value, list ? `[${index}]` : '', file, context));
  }
  return result;
};

function readArticle(
  value: unknown,
  place: string,
  file: ImportFile,
  context: ImportContext,
): ImportedArticle | RefusedArticle {
  const base = baseOf(value, context.publicationUrl);
  const parsed = jsonArticleSchema.safeParse(resolved(value, base, context.publicationUrl));
  if (!parsed.success) {
    const problems = problemsOf(file.reference, parsed.error, value).slice(0, 20);
    return {
      article: nameOf(value),
      problems: problems.map((one) => ({ ...one, field: joinField(place, one.field) })),
    };
  }
  const { $schema: _, publishedAt, ...article } = parsed.data;
  const notes: ImportNote[] = [];
  const body = cleanBlocks(article.body, base, joinField(place, 'body'), notes);
  const source = { format: 'json' as const, reference: file.reference };
  return finishArticle(
    { ...article, publishedAt: publishedAt ?? context.importedAt, body, source },
    { file, place, notes, dated: publishedAt !== undefined },
  );
}

/** The article's own address, against which the rest of it is resolved; else the publication's. */
function baseOf(value: unknown, publicationUrl: string): string {
  const url = isRecord(value) ? value['url'] : null;
  return (typeof url === 'string' ? httpUrl(url, publicationUrl) : null) ?? publicationUrl;
}

/** The value with the addresses of its fields `url` made absolute wherever they stand. What cannot be stays, to be refused. */
function resolved(value: unknown, base: string, own: string): unknown {
  if (Array.isArray(value)) return value.map((one) => resolved(one, base, base));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key !== 'url' || typeof inner !== 'string') return [key, resolved(inner, base, base)];
      return [key, httpUrl(inner, own) ?? inner];
    }),
  );
}

function cleanBlocks(blocks: readonly Block[], base: string, field: string, notes: ImportNote[]): Block[] {
  return blocks.flatMap((block, index) => {
    const clean = cleanBlock(block, base, `${field}[${index}]`, notes);
    if (clean === null) notes.push({ field: `${field}[${index}]`, note: `${block.type} kept out: it says nothing` });
    return clean === null ? [] : [clean];
  });
}

/** Null where nothing is left. */
function cleanBlock(block: Block, base: string, field: string, notes: ImportNote[]): Block | null {
  const rich = (html: string, where: string) => cleanRichText(html, base, where, notes);
  switch (block.type) {
    case 'paragraph':
    case 'heading':
    case 'correction': {
      const html = rich(block.html, `${field}.html`);
      return html === '' ? null : { ...block, html };
    }
    case 'quote': {
      const paragraphs = block.paragraphs
        .map((html, index) => rich(html, `${field}.paragraphs[${index}]`))
        .filter(Boolean);
      const citation = block.citation === null ? null : rich(block.citation, `${field}.citation`) || null;
      return paragraphs.length === 0 ? null : { ...block, paragraphs, citation };
    }
    case 'list':
      return cleanList(block, field, rich);
    case 'table':
      return {
        ...block,
        header: block.header.map((cell, index) => rich(cell, `${field}.header[${index}]`)),
        rows: block.rows.map((row, at) => row.map((cell, index) => rich(cell, `${field}.rows[${at}][${index}]`))),
      };
    case 'box':
      return { ...block, blocks: cleanBlocks(block.blocks, base, `${field}.blocks`, notes) };
    case 'image':
    case 'link':
    case 'embed':
    case 'divider':
      return block;
  }
}

function cleanList(list: ListBlock, field: string, rich: (html: string, where: string) => string): ListBlock {
  return {
    ...list,
    items: list.items.map((item, index) => ({
      html: rich(item.html, `${field}.items[${index}].html`),
      list: item.list === null ? null : cleanList(item.list, `${field}.items[${index}].list`, rich),
    })),
  };
}

function cleanRichText(html: string, base: string, field: string, notes: ImportNote[]): string {
  const clean = tidyRichText(html, base) ?? '';
  if (plainText(clean) !== plainText(html)) {
    notes.push({ field, note: `only inline HTML may stand here; ${shown(html)} became ${shown(clean)}` });
  }
  return clean;
}

function nameOf(value: unknown): string | null {
  if (!isRecord(value)) return null;
  const name = [value['headline'], value['id']].find((one) => typeof one === 'string' && one.trim() !== '');
  return typeof name === 'string' ? name.slice(0, 200) : null;
}
