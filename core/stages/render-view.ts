import type { Article } from '../model/article.ts';
import type { Block, ListBlock } from '../model/block.ts';
import type { Edition } from '../model/edition.ts';
import type { Image } from '../model/image.ts';
import { plainText, sanitiseRichText } from '../text/sanitise.ts';
import { directionOf, scriptOf } from '../text/script.ts';
import { httpUrl } from '../text/urls.ts';
import { type References, RichText } from './render-rich-text.ts';
import { type Lightened, placeOf } from './shed.ts';

/** A value of the view: JSON, and rich text, which is markup that was sanitised. */
export type ViewValue = string | number | boolean | null | RichText | ViewValue[] | { [field: string]: ViewValue };
export type View = Record<string, ViewValue>;

/**
 * What a template sees of an edition: the model's own fields under their own names, every optional one null and never absent,
 * rich text sanitised again, every URL http or https and safe inside quotes and `url()`.
 *
 * @param references - for a text part whose links are numbered.
 * @param known - articles as they were seen before.
 */
export function viewOf(
  edition: Edition,
  references: References | null = null,
  known: ArticleViews = new ArticleViews(),
): View {
  const rich: Rich = (html) => new RichText(sanitiseRichText(html), references);
  // What is numbered is numbered anew in each edition.
  const seen = (article: Article): View => {
    const make = () => articleView(article, edition, rich);
    return references === null ? known.of(article, edition.language, make) : make();
  };
  const sections = edition.sections.map((section, index) => ({
    number: index + 1,
    title: section.title,
    layout: section.layout,
    articles: section.articles.map(seen),
    more: [],
    unlisted: 0,
  }));
  return {
    edition: {
      id: edition.id,
      at: edition.at,
      on: edition.on,
      timeZone: edition.timeZone,
      language: edition.language,
      direction: edition.direction,
      script: scriptOf(edition.language),
      start: edition.direction === 'rtl' ? 'right' : 'left',
      end: edition.direction === 'rtl' ? 'left' : 'right',
      template: edition.template,
    },
    newsletter: { ...edition.newsletter },
    publication: { ...edition.publication, url: safeUrl(edition.publication.url) },
    lead: seen(edition.lead),
    sections,
    references: references?.list ?? [],
  };
}

/** Articles as templates see them, kept for as long as the articles themselves are. */
export class ArticleViews {
  readonly #views = new WeakMap<Article, { language: string; view: View }>();

  /** @param language - the edition's: what an article's view says of its language depends on it. */
  of(article: Article, language: string, make: () => View): View {
    const known = this.#views.get(article);
    if (known?.language === language) return known.view;
    const view = make();
    this.#views.set(article, { language, view });
    return view;
  }
}

/** The view of an edition that was made lighter. */
export function lightView(view: View, light: Lightened): View {
  const sections = listOf(view['sections']).map((section, index) => {
    const articles = listOf(section['articles']);
    const { whole, linked, counted } = light.sections[index] ?? { whole: articles.length, linked: 0, counted: 0 };
    return {
      ...section,
      articles: articles.slice(0, whole).map((article, number) => lightArticle(article, placeOf(index, number), light)),
      more: articles.slice(whole, whole + linked),
      unlisted: counted,
    };
  });
  return { ...view, sections };
}

function lightArticle(article: View, place: string, { pictures, deks, bodies }: Lightened): View {
  return {
    ...article,
    ...(pictures.has(place) && { image: null }),
    ...(deks.has(place) && { dek: null }),
    ...(bodies.has(place) && { body: [], bodyOnWeb: true }),
  };
}

function listOf(value: ViewValue | undefined): View[] {
  return Array.isArray(value) ? value.filter((one): one is View => isView(one)) : [];
}

function isView(value: ViewValue): value is View {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof RichText);
}

/** An http or https URL whose quotes and brackets are percent-encoded; null for anything else. */
function safeUrl(value: string | null): string | null {
  return value === null ? null : httpUrl(value);
}

type Rich = (html: string) => RichText;

function articleView(article: Article, edition: Edition, rich: Rich): View {
  const foreign = article.language !== null && article.language !== edition.language;
  return {
    id: article.id,
    headline: article.headline,
    url: safeUrl(article.url),
    dek: article.dek,
    kicker: article.kicker,
    byline: article.byline,
    dateline: article.dateline,
    // Null where it is the edition's, so that a template marks only what differs (WCAG 2.2, 3.1.2).
    language: foreign ? article.language : null,
    direction: foreign && article.language !== null ? directionOf(article.language) : null,
    publishedAt: article.publishedAt,
    updatedAt: article.updatedAt,
    section: article.section === null ? null : { ...article.section },
    tags: article.tags,
    image: imageView(article.image),
    body: bodyView(article.body, rich),
    corrections: correctionsBesideBody(article),
    distributor: article.distributor,
    bodyOnWeb: false,
  };
}

/** Some sources have a correction in the body and beside it: it is shown where it stands in the body. */
function correctionsBesideBody({ corrections, body }: Article): ViewValue[] {
  const inBody = new Set(
    body.flatMap((block) => (block.type === 'correction' ? [foldedWords(plainText(block.html))] : [])),
  );
  return corrections.filter(({ text }) => !inBody.has(foldedWords(text))).map(({ text, at }) => ({ text, at }));
}

function foldedWords(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toLowerCase();
}

function imageView(image: Image | null): ViewValue {
  const url = image === null ? null : safeUrl(image.url);
  return image === null || url === null ? null : { ...image, url };
}

/** Headings are ranked from 1 without gaps, so that a template can place them under its own (WCAG 2.2, 1.3.1). */
function bodyView(blocks: readonly Block[], rich: Rich): ViewValue[] {
  const open: number[] = [];
  const rankOf = (level: number): number => {
    while ((open.at(-1) ?? 0) >= level) open.pop();
    return open.push(level);
  };
  return blocksView(blocks, rankOf, rich);
}

function blocksView(blocks: readonly Block[], rankOf: (level: number) => number, rich: Rich): ViewValue[] {
  return blocks.map((block) => blockView(block, rankOf, rich)).filter((block) => block !== null);
}

/** @returns null for what has nothing left to show. */
function blockView(block: Block, rankOf: (level: number) => number, rich: Rich): View | null {
  switch (block.type) {
    case 'paragraph':
      return { type: block.type, html: rich(block.html) };
    case 'heading':
      return { type: block.type, level: block.level, rank: rankOf(block.level), html: rich(block.html) };
    case 'quote':
      return {
        type: block.type,
        style: block.style,
        paragraphs: block.paragraphs.map(rich),
        citation: block.citation === null ? null : rich(block.citation),
      };
    case 'link': {
      const url = safeUrl(block.url);
      return url === null ? null : { ...block, url, image: imageView(block.image) };
    }
    case 'embed': {
      const url = safeUrl(block.url);
      return url === null ? null : { ...block, url, image: imageView(block.image) };
    }
    case 'image': {
      const image = imageView(block.image);
      return image === null ? null : { type: block.type, image };
    }
    case 'table':
      return tableView(block, rich);
    case 'divider':
      return { type: block.type };
    case 'correction':
      return { type: block.type, html: rich(block.html), at: block.at };
    case 'list':
      return listView(block, rich);
    case 'box':
      return { type: block.type, title: block.title, blocks: blocksView(block.blocks, rankOf, rich) };
  }
}

function listView(list: ListBlock, rich: Rich): View {
  return {
    type: list.type,
    ordered: list.ordered,
    items: list.items.map((item) => ({
      html: rich(item.html),
      list: item.list === null ? null : listView(item.list, rich),
    })),
  };
}

/** Ragged rows are filled up with empty cells. */
function tableView(table: Extract<Block, { type: 'table' }>, rich: Rich): View {
  const columns = Math.max(table.header.length, ...table.rows.map((row) => row.length));
  const padded = (row: readonly string[]): RichText[] =>
    Array.from({ length: columns }, (_, column) => rich(row[column] ?? ''));
  return {
    type: table.type,
    caption: table.caption,
    columns,
    header: table.header.length === 0 ? [] : padded(table.header),
    rows: table.rows.map(padded),
  };
}
