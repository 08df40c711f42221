import type { ImportNote } from '../../core/model/import.ts';
import { shown } from '../../core/text/problems.ts';
import { lineFrom } from '../../core/text/sanitise.ts';
import { isRecord } from './import-article.ts';
import { isDeeperThan, nestingLimit } from './import-text.ts';

/** A node of a page's JSON-LD. */
export type Node = Readonly<Record<string, unknown>>;

/** schema.org's NewsArticle, the types below it, and those beside it that newsrooms use in its place. */
const articleTypes: ReadonlySet<string> = new Set([
  ...['NewsArticle', 'AnalysisNewsArticle', 'AskPublicNewsArticle', 'BackgroundNewsArticle', 'OpinionNewsArticle'],
  ...['ReportageNewsArticle', 'ReviewNewsArticle', 'Article', 'AdvertiserContentArticle', 'SatiricalArticle'],
  ...['ScholarlyArticle', 'TechArticle', 'Report', 'BlogPosting', 'LiveBlogPosting', 'SocialMediaPosting'],
]);

/** The nodes of a page's JSON-LD. */
export interface JsonLd {
  nodes: Node[];
  byId: ReadonlyMap<string, Node>;
}

/** Reads a page's JSON-LD, however it is wrapped: lists, `@graph`, nodes within nodes. What is no JSON is noted. */
export function readJsonLd(sources: readonly string[], notes: ImportNote[]): JsonLd {
  const nodes: Node[] = [];
  for (const source of sources) {
    const text = source
      .replace(/^\s*(?:\/\/\s*)?(?:<!--|<!\[CDATA\[)/, '')
      .replace(/(?:\/\/\s*)?(?:-->|\]\]>)\s*$/, '');
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      notes.push({ field: 'application/ld+json', note: `${shown(text.trim().slice(0, 60))} is not JSON; passed over` });
      continue;
    }
    if (isDeeperThan(value, nestingLimit)) {
      notes.push({ field: 'application/ld+json', note: 'nested without end; passed over' });
      continue;
    }
    collect(value, nodes);
  }
  const byId = new Map<string, Node>();
  for (const node of nodes) {
    const id = node['@id'];
    // A bare reference is an object with an id and nothing else.
    if (typeof id === 'string' && Object.keys(node).length > 1 && !byId.has(id)) byId.set(id, node);
  }
  return { nodes, byId };
}

/** Nodes in the order of the page, level by level, so that an article comes before those it mentions. */
function collect(value: unknown, nodes: Node[]): void {
  let level: unknown[] = [value];
  while (level.length > 0) {
    const next: unknown[] = [];
    for (const one of level) {
      if (Array.isArray(one)) {
        next.push(...one);
      } else if (isRecord(one)) {
        nodes.push(one);
        for (const inner of Object.values(one)) if (typeof inner === 'object' && inner !== null) next.push(inner);
      }
    }
    level = next;
  }
}

/** The article a page is about: the one that says so by its address, else the first. */
export function articleNode(jsonLd: JsonLd, isThisPage: (address: string) => boolean): Node | null {
  const articles = jsonLd.nodes.filter((node) => typesOf(node).some((type) => articleTypes.has(type)));
  return articles.find((node) => addressesOf(node).some(isThisPage)) ?? articles[0] ?? null;
}

/** Where a node says that it stands: `url`, `mainEntityOfPage`, `@id`. */
export function addressesOf(node: Node): string[] {
  const pages = listOf(node['mainEntityOfPage']).flatMap((page) =>
    isRecord(page) ? [page['@id'], page['url']] : [page],
  );
  return [...listOf(node['url']), ...pages, node['@id']].filter(
    (address): address is string => typeof address === 'string',
  );
}

/** A node's types, without the vocabulary before them. */
export function typesOf(node: Node): string[] {
  return listOf(node['@type'])
    .filter((type) => typeof type === 'string')
    .map((type) => type.replace(/^(?:https?:\/\/schema\.org\/|schema:)/, ''));
}

/** A value as a list: one is a list of one, none a list of none. */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flat(3) : value === undefined || value === null ? [] : [value];
}

/** The lines of text that a value holds, by itself, in a list, or as the name of a thing. */
export function textsOf(value: unknown, jsonLd: JsonLd): string[] {
  return listOf(value)
    .map((one) => {
      const thing = isRecord(one) ? dereference(one, jsonLd) : one;
      if (typeof thing === 'string') return lineFrom(thing);
      if (typeof thing === 'number') return String(thing);
      if (!isRecord(thing)) return '';
      const named = [thing['@value'], thing['name'], thing['text'], thing['alternateName']].flatMap(listOf);
      const first = named.find((name) => typeof name === 'string' && name.trim() !== '');
      return typeof first === 'string' ? lineFrom(first) : '';
    })
    .filter((text) => text !== '');
}

/** The first of them; empty where there is none. */
export function textOf(value: unknown, jsonLd: JsonLd): string {
  return textsOf(value, jsonLd)[0] ?? '';
}

/** The node that a bare reference stands for. */
export function dereference(node: Node, jsonLd: JsonLd): Node {
  const id = node['@id'];
  return typeof id === 'string' && Object.keys(node).length === 1 ? (jsonLd.byId.get(id) ?? node) : node;
}

/** A picture as schema.org gives it. */
export interface JsonLdImage {
  url: string;
  caption: string;
  credit: string;
  width: number | null;
  height: number | null;
}

/** The pictures a value holds: addresses, image objects, references to them, or a list of any. */
export function imagesOf(value: unknown, jsonLd: JsonLd): JsonLdImage[] {
  return listOf(value).flatMap((one) => {
    if (typeof one === 'string') return [{ url: one, caption: '', credit: '', width: null, height: null }];
    if (!isRecord(one)) return [];
    const image = dereference(one, jsonLd);
    const url = [image['url'], image['contentUrl'], image['@id']]
      .flatMap(listOf)
      .find((address) => typeof address === 'string');
    if (typeof url !== 'string') return [];
    const credit = ['creditText', 'creator', 'author', 'copyrightHolder']
      .map((name) => textOf(image[name], jsonLd))
      .find(Boolean);
    const caption = textOf(image['caption'], jsonLd) || textOf(image['description'], jsonLd);
    return [{ url, caption, credit: credit ?? '', width: pixels(image['width']), height: pixels(image['height']) }];
  });
}

function pixels(value: unknown): number | null {
  const given = isRecord(value) ? value['value'] : value;
  const number = typeof given === 'number' ? given : Number.parseInt(typeof given === 'string' ? given : '', 10);
  return number >= 1 && number < 100_000 ? Math.round(number) : null;
}
