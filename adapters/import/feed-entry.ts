import type { AtomFeed, JsonFeed, RdfFeed, RssFeed } from 'feedsmith';
import { escapeText, lineFrom, plainText } from '../../core/text/sanitise.ts';
import { hostOf, httpUrl } from '../../core/text/urls.ts';
import { distinct } from './import-article.ts';

type RssItem = RssFeed.Item<string>;
type RdfItem = RdfFeed.Item<string>;
type Media = NonNullable<RssItem['media']>;

/** A date and the field it stands in. */
type Dated = readonly [field: string, value: string | undefined];

/** A picture that an entry offers. */
export interface EntryImage {
  url: string;
  caption: string;
  credit: string;
  width: number | null;
  height: number | null;
}

/** An entry of any feed, in one shape. HTML is HTML here, whatever it was. */
export interface Entry {
  /** Where in the feed it stands. */
  place: string;
  /** The field that its headline ought to be in. */
  titleField: string;
  id: string;
  title: string;
  link: string;
  /** What relative URLs in it are resolved against. */
  baseUrl: string;
  summary: string;
  content: string;
  authors: string[];
  categories: string[];
  published: readonly Dated[];
  updated: readonly Dated[];
  language: string;
  /** The best first. */
  images: EntryImage[];
}

/** The items of RSS 2.0 and its forerunners. */
export function rssEntries(feed: RssFeed.Feed<string>, publicationUrl: string): Entry[] {
  const feedBase = baseOf([feed.xml?.base, feed.link], publicationUrl);
  return (feed.items ?? []).map((item, index) => {
    const guid = item.guid?.value ?? '';
    const permalink = item.guid?.isPermaLink === false ? '' : (httpUrl(guid) ?? '');
    const content = item.atom?.content;
    return {
      ...commonEntry(item, feedBase),
      place: `channel.item[${index}]`,
      id: ownId(guid, feedBase),
      link: item.link || permalink || linkFrom(item.atom?.links),
      content: item.content?.encoded || (content === undefined ? '' : htmlOf(content)),
      authors:
        item.dc?.creators ?? (item.authors ?? [{ name: item.itunes?.author ?? '' }]).map(({ name }) => name ?? ''),
      categories: [...(item.categories ?? []).map((category) => category.name ?? ''), ...(item.dc?.subjects ?? [])],
      published: [['pubDate', item.pubDate], ...dublinDates(item), ['atom:published', item.atom?.published]],
      updated: [
        ['atom:updated', item.atom?.updated],
        ['dcterms:modified', item.dcterms?.modified?.[0]],
      ],
      language: item.xml?.lang ?? item.dc?.languages?.[0] ?? feed.language ?? '',
      images: [
        ...mediaImages(item.media),
        ...(item.enclosures ?? [])
          .filter((enclosure) => enclosure.type?.startsWith('image/'))
          .map((enclosure) => image(enclosure.url)),
        ...(item.itunes?.image === undefined ? [] : [image(item.itunes.image)]),
      ],
    };
  });
}

/** The items of RSS 1.0. */
export function rdfEntries(feed: RdfFeed.Feed<string>, publicationUrl: string): Entry[] {
  const feedBase = baseOf([feed.xml?.base, feed.link], publicationUrl);
  return (feed.items ?? []).map((item, index) => ({
    ...commonEntry(item, feedBase),
    place: `item[${index}]`,
    id: item.rdf?.about ?? '',
    link: item.link || linkFrom(item.atom?.links),
    content: item.content?.encoded ?? '',
    authors: item.dc?.creators ?? [],
    categories: item.dc?.subjects ?? [],
    published: dublinDates(item),
    updated: [['dcterms:modified', item.dcterms?.modified?.[0]]],
    language: item.xml?.lang ?? item.dc?.languages?.[0] ?? feed.dc?.languages?.[0] ?? '',
    images: mediaImages(item.media),
  }));
}

/** The entries of Atom 1.0 (RFC 4287). */
export function atomEntries(feed: AtomFeed.Feed<string>, publicationUrl: string): Entry[] {
  const feedBase = baseOf([feed.xml?.base, linkFrom(feed.links), selfLink(feed.links)], publicationUrl);
  return (feed.entries ?? []).map((entry, index) => {
    const entryBase = baseOf([entry.xml?.base], feedBase);
    const link = httpUrl(linkFrom(entry.links), entryBase) ?? '';
    const people = entry.authors ?? entry.source?.authors ?? feed.authors ?? [];
    return {
      place: `entry[${index}]`,
      titleField: 'title',
      id: ownId(entry.id ?? '', feedBase),
      title: entry.title === undefined ? '' : lineOf(entry.title),
      link,
      baseUrl: entry.xml?.base ? entryBase : link || entryBase,
      summary: entry.summary === undefined ? '' : htmlOf(entry.summary),
      content: entry.content === undefined ? '' : htmlOf(entry.content),
      authors: people.map((person) => person.name ?? ''),
      categories: (entry.categories ?? []).map((category) => category.label || category.term || ''),
      published: [['published', entry.published]],
      updated: [['updated', entry.updated]],
      language: entry.xml?.lang ?? feed.xml?.lang ?? '',
      images: [
        ...mediaImages(entry.media),
        ...(entry.links ?? [])
          .filter((one) => one.rel === 'enclosure' && one.type?.startsWith('image/'))
          .map((one) => image(one.href)),
      ],
    };
  });
}

/** The items of JSON Feed 1.1. */
export function jsonEntries(feed: JsonFeed.Feed<string>, publicationUrl: string): Entry[] {
  const feedBase = baseOf([feed.home_page_url, feed.feed_url], publicationUrl);
  return (feed.items ?? []).map((item, index) => ({
    place: `items[${index}]`,
    titleField: 'title',
    id: ownId(item.id ?? '', feedBase),
    title: lineFrom(item.title ?? ''),
    link: item.url ?? '',
    baseUrl: httpUrl(item.url ?? '', feedBase) ?? feedBase,
    summary: escapeText(item.summary ?? ''),
    content: item.content_html ?? (item.content_text === undefined ? '' : htmlOfText(item.content_text)),
    authors: (item.authors ?? feed.authors ?? []).map((author) => author.name ?? ''),
    categories: item.tags ?? [],
    published: [['date_published', item.date_published]],
    updated: [['date_modified', item.date_modified]],
    language: item.language ?? feed.language ?? '',
    images: [item.image, item.banner_image].filter((url) => url !== undefined).map((url) => image(url)),
  }));
}

function commonEntry(item: RssItem | RdfItem, feedBase: string) {
  const ownBase = item.xml?.base === undefined ? null : httpUrl(item.xml.base, feedBase);
  return {
    titleField: 'title',
    title: lineFrom(item.title || item.media?.title?.value || ''),
    baseUrl: ownBase ?? httpUrl(item.link ?? '', feedBase) ?? feedBase,
    summary: item.description ?? '',
  };
}

/** An entry's identity. A bare number is one within its site only, and is given the site's name. */
function ownId(id: string, feedBase: string): string {
  return /^\s*\d+\s*$/.test(id) ? `${hostOf(feedBase)}:${id.trim()}` : id;
}

function dublinDates(item: RssItem | RdfItem): Dated[] {
  return [
    ['dc:date', item.dc?.dates?.[0]],
    ['dcterms:issued', item.dcterms?.issued?.[0]],
    ['dcterms:created', item.dcterms?.created?.[0]],
  ];
}

function baseOf(candidates: readonly (string | undefined)[], base: string): string {
  return candidates.map((candidate) => httpUrl(candidate ?? '', base)).find((url) => url !== null) ?? base;
}

type Links = readonly { href?: string; rel?: string; type?: string }[] | undefined;

/** The page an Atom link leads to: `alternate`, which is also what no `rel` means. */
function linkFrom(links: Links): string {
  const pages = (links ?? []).filter((link) => (link.rel ?? 'alternate') === 'alternate');
  return (pages.find((link) => link.type === undefined || link.type.includes('html')) ?? pages[0])?.href ?? '';
}

function selfLink(links: Links): string {
  return (links ?? []).find((link) => link.rel === 'self')?.href ?? '';
}

/** An Atom text construct or content as HTML (RFC 4287, sections 3.1 and 4.1.3). */
function htmlOf(text: { value?: string; type?: string }): string {
  const value = text.value ?? '';
  return /html/.test(text.type ?? '') ? value : htmlOfText(value);
}

function lineOf(text: { value: string; type?: string }): string {
  return /html/.test(text.type ?? '') ? plainText(text.value) : lineFrom(text.value);
}

function htmlOfText(text: string): string {
  const paragraphs = text.split(/\r?\n[ \t]*\r?\n/).map((paragraph) => escapeText(paragraph.trim()));
  return paragraphs.length === 1
    ? (paragraphs[0] ?? '')
    : `<p>${paragraphs.join('</p><p>').replace(/\r?\n/g, '<br>')}</p>`;
}

/** The pictures of Media RSS: full ones by width, then thumbnails. */
function mediaImages(media: Media | undefined): EntryImage[] {
  if (media === undefined) return [];
  const groups = media.groups ?? [];
  const contents = [...(media.contents ?? []), ...groups.flatMap((group) => group.contents ?? [])];
  const about = [media, ...groups];
  const full = contents
    .filter((content) => isPicture(content) && !isAvatar(content.url ?? ''))
    .map((content) => {
      const spoken = [content, ...about];
      return {
        ...image(content.url),
        caption: lineFrom(spoken.map((one) => one.description?.value).find(Boolean) ?? ''),
        credit: lineFrom(spoken.map((one) => one.credits?.[0]?.value).find(Boolean) ?? ''),
        width: content.width ?? null,
        height: content.height ?? null,
      };
    })
    .sort((one, other) => (other.width ?? 0) - (one.width ?? 0));
  const thumbnails = [...contents, ...about]
    .flatMap((one) => one.thumbnails ?? [])
    .map((thumbnail) => ({
      ...image(thumbnail.url),
      width: thumbnail.width ?? null,
      height: thumbnail.height ?? null,
    }));
  return [...full, ...thumbnails];
}

function isPicture(content: { url?: string; medium?: string; type?: string }): boolean {
  if (content.medium !== undefined) return content.medium === 'image';
  if (content.type !== undefined) return content.type.startsWith('image/');
  return /\.(?:avif|gif|jpe?g|png|webp)(?:[?#]|$)/i.test(content.url ?? '');
}

/** WordPress.com gives the writer's portrait as a picture of the entry: https://docs.gravatar.com/rest/avatars/images/ */
function isAvatar(url: string): boolean {
  return /^(?:https?:)?\/\/(?:[a-z0-9-]+\.)?gravatar\.com\/avatar\//i.test(url);
}

function image(url: string | undefined): EntryImage {
  return { url: url ?? '', caption: '', credit: '', width: null, height: null };
}

/** The names of an entry's authors. */
export function namesOf(entry: Entry): string[] {
  return distinct(entry.authors.map((author) => lineFrom(author)));
}
