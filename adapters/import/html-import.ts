import type { ArticleInput } from '../../core/model/article.ts';
import type { Image } from '../../core/model/image.ts';
import type {
  ImportContext,
  ImportedArticle,
  Importer,
  ImportFile,
  ImportNote,
  RefusedArticle,
} from '../../core/model/import.ts';
import { shown } from '../../core/text/problems.ts';
import { lineFrom } from '../../core/text/sanitise.ts';
import { httpUrl } from '../../core/text/urls.ts';
import { bodyOf, readableBlocks, withoutHeadline } from './html-body.ts';
import { metaOf, type PageHead, readHead } from './html-head.ts';
import {
  addressesOf,
  articleNode,
  imagesOf,
  type JsonLd,
  listOf,
  type Node,
  readJsonLd,
  textOf,
  textsOf,
  typesOf,
} from './html-json-ld.ts';
import {
  addTo,
  articleId,
  dateFrom,
  distinct,
  emptyResult,
  finishArticle,
  idFromPath,
  isRecord,
  languageFrom,
  publishedFrom,
  refusedFile,
  sectionFrom,
  withLead,
} from './import-article.ts';
import { decodeFile, refusal } from './import-text.ts';

/**
 * Imports a web page as one article: what its JSON-LD says of a NewsArticle first, then its Open Graph and other metadata;
 * the text from its `articleBody`, or read off the page.
 */
export const importHtml: Importer = (file, context) => {
  const result = emptyResult();
  const decoded = decodeFile(file, 'html', result.notes);
  if ('problem' in decoded) return refusedFile(decoded.problem, result.notes);
  const html = decoded.value;
  const head = readHead(html);
  if (head === null)
    return refusedFile(refusal(file, 'elements nested without end', 'a page of at most 256 levels').problem);
  addTo(result, readPage(html, head, file, context));
  return result;
};

function readPage(
  html: string,
  head: PageHead,
  file: ImportFile,
  context: ImportContext,
): ImportedArticle | RefusedArticle {
  const notes: ImportNote[] = [];
  const jsonLd = readJsonLd(head.jsonLd, notes);
  const declared = [head.canonical, metaOf(head, 'og:url')].map((url) => httpUrl(url, context.publicationUrl));
  const own = declared.find((url) => url !== null) ?? null;
  const node = articleNode(jsonLd, (address) => own !== null && httpUrl(address, own) === own);
  const page: Page = { head, jsonLd, node: node ?? {}, notes };
  const told = node === null ? [] : addressesOf(node);
  const url =
    own ?? told.map((address) => httpUrl(address, context.publicationUrl)).find((one) => one !== null) ?? null;
  const baseUrl = httpUrl(head.base, url ?? context.publicationUrl) ?? url ?? context.publicationUrl;
  const headline = headlineOf(page);
  const body = withoutHeadline(bodyOf(bodyText(page), readableBlocks(html, head, baseUrl, notes), baseUrl), headline);
  if (headline === '') return refused(file, 'headline', 'a headline: in JSON-LD, og:title, h1 or title');
  if (node === null && body.length === 0)
    return refused(file, '', 'an article: JSON-LD of a NewsArticle, or readable text');
  const updatedAt = dateFrom(
    textOf(page.node['dateModified'], jsonLd) || metaOf(head, 'article:modified_time', 'og:updated_time'),
    'dateModified',
    notes,
  );
  const { publishedAt, dated } = publishedFrom(datesOf(page, updatedAt), context, notes);
  const draft: ArticleInput = {
    id: url === null ? idFromPath(file, 'page') : articleId(url),
    headline,
    url,
    dek:
      textOf(page.node['description'], jsonLd) ||
      lineFrom(metaOf(head, 'og:description', 'description', 'twitter:description')) ||
      null,
    byline: bylineOf(page),
    dateline: textOf(page.node['dateline'], jsonLd) || null,
    language: languageFrom(languageOf(page), 'inLanguage', notes),
    publishedAt,
    updatedAt,
    section: sectionFrom(sectionName(page)),
    tags: tagsOf(page),
    ...withLead(imageOf(page, baseUrl), body),
    corrections: correctionsOf(page),
    source: { format: 'html', reference: file.reference },
  };
  return finishArticle(draft, { file, notes, dated });
}

/** A page and what was found in it. Without JSON-LD of an article the node is empty. */
interface Page {
  head: PageHead;
  jsonLd: JsonLd;
  node: Node;
  notes: ImportNote[];
}

function refused(file: ImportFile, field: string, allowed: string): RefusedArticle {
  return { article: null, problems: [{ file: file.reference, field, got: 'nothing', allowed }] };
}

function headlineOf({ head, node, jsonLd }: Page): string {
  return (
    textOf(node['headline'], jsonLd) ||
    textOf(node['name'], jsonLd) ||
    lineFrom(metaOf(head, 'og:title', 'twitter:title', 'dc.title')) ||
    head.heading ||
    head.title
  );
}

/** Kept as it is, lines and all: they part its paragraphs. */
function bodyText({ node }: Page): string {
  return listOf(node['articleBody'])
    .filter((text) => typeof text === 'string')
    .join('\n\n');
}

function datesOf({ head, node, jsonLd }: Page, updatedAt: string | null): [string, string | null][] {
  return [
    ['datePublished', textOf(node['datePublished'], jsonLd)],
    ['article:published_time', metaOf(head, 'article:published_time', 'og:published_time', 'datepublished')],
    ['date', metaOf(head, 'parsely-pub-date', 'dc.date.issued', 'dc.date', 'date', 'pubdate')],
    ['time', head.time],
    ['dateModified', updatedAt],
    ['dateCreated', textOf(node['dateCreated'], jsonLd)],
  ];
}

function bylineOf({ head, node, jsonLd }: Page): string[] {
  const told = [
    ...textsOf(node['author'], jsonLd),
    ...(node['author'] === undefined ? textsOf(node['creator'], jsonLd) : []),
  ];
  if (told.length > 0) return distinct(told.filter((name) => !isAddress(name)));
  const names = ['author', 'article:author', 'parsely-author', 'dc.creator', 'byl', 'twitter:creator'];
  const found = names.map((name) =>
    (head.meta.get(name) ?? []).filter((value) => !isAddress(value) && !value.startsWith('@')),
  );
  return distinct(
    (found.find((values) => values.length > 0) ?? []).map((name) => lineFrom(name).replace(/^By\s+/i, '')),
  );
}

function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

function languageOf({ head, node }: Page): string {
  const told = listOf(node['inLanguage'])[0];
  const code = isRecord(told) ? (told['alternateName'] ?? told['name']) : told;
  return typeof code === 'string' ? code : head.language || metaOf(head, 'og:locale', 'content-language');
}

// A page is part of a site, and an article of a publication; neither is a section.
const wholes: ReadonlySet<string> = new Set([
  'WebSite',
  'WebPage',
  'Product',
  'Organization',
  'NewsMediaOrganization',
  'Newspaper',
  'Periodical',
]);

function sectionName({ head, node, jsonLd }: Page): string | null {
  const parts = listOf(node['isPartOf']).filter(
    (part) => !isRecord(part) || !typesOf(part).some((type) => wholes.has(type)),
  );
  const names = [
    ...textsOf(node['articleSection'], jsonLd),
    ...textsOf(parts, jsonLd).filter((name) => !isAddress(name)),
  ];
  return names[0] || lineFrom(metaOf(head, 'article:section', 'parsely-section', 'section')) || null;
}

/** Keywords are a list, or one text with commas, or both. */
function tagsOf({ head, node, jsonLd }: Page): string[] {
  const told = textsOf(node['keywords'], jsonLd).flatMap((words) => words.split(','));
  const meta = [
    ...(head.meta.get('article:tag') ?? []),
    ...(head.meta.get('news_keywords') ?? []),
    ...(head.meta.get('keywords') ?? []),
  ];
  const words = told.length > 0 ? told : meta.flatMap((value) => value.split(','));
  return distinct(words.map((word) => lineFrom(word)));
}

function imageOf({ head, node, jsonLd, notes }: Page, baseUrl: string): Image | null {
  const shared = metaOf(head, 'og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src');
  const told = [...imagesOf(node['image'], jsonLd), ...imagesOf(node['thumbnailUrl'], jsonLd)];
  const candidates = [...told, ...imagesOf(shared === '' ? undefined : shared, jsonLd)];
  for (const { url: given, caption, credit, width, height } of candidates) {
    const url = httpUrl(given, baseUrl);
    if (url === null) {
      notes.push({ field: 'image', note: `${shown(given)} is no address of a picture; passed over` });
      continue;
    }
    const alt = httpUrl(shared, baseUrl) === url ? lineFrom(metaOf(head, 'og:image:alt', 'twitter:image:alt')) : '';
    return { url, alt, caption: caption || null, credit: credit || null, width, height };
  }
  return null;
}

function correctionsOf({ node, jsonLd, notes }: Page): NonNullable<ArticleInput['corrections']> {
  return listOf(node['correction']).flatMap((one) => {
    const text = textOf(one, jsonLd);
    const at = isRecord(one) ? dateFrom(textOf(one['datePublished'], jsonLd), 'correction.datePublished', notes) : null;
    return text === '' ? [] : [{ text, at }];
  });
}
