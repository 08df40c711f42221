import type { ArticleFormat, DetectFormat, Importer, ImportFile } from '../../core/model/import.ts';
import { importAns } from './ans-import.ts';
import { importFeed } from './feed-import.ts';
import { importHtml } from './html-import.ts';
import { isRecord } from './import-article.ts';
import { decodeFile } from './import-text.ts';
import { importJson } from './json-import.ts';
import { importMarkdown } from './markdown-import.ts';

/** The importer of each format. */
export const importers: Readonly<Record<ArticleFormat, Importer>> = {
  json: importJson,
  ans: importAns,
  feed: importFeed,
  html: importHtml,
  markdown: importMarkdown,
};

const byExtension: ReadonlyMap<string, ArticleFormat> = new Map([
  ['json', 'json'],
  ['md', 'markdown'],
  ['markdown', 'markdown'],
  ['html', 'html'],
  ['htm', 'html'],
  ['xhtml', 'html'],
  ['xml', 'feed'],
  ['rss', 'feed'],
  ['atom', 'feed'],
  ['rdf', 'feed'],
]);

/** The names of files that hold articles end in one of these. */
export const importableExtensions: readonly string[] = [...byExtension.keys()];

/**
 * Tells a file's format by what it begins with, else by how its name ends.
 * @example detectFormat({ reference: 'a.txt', bytes: utf8('<rss version="2.0">…') }) // 'feed'
 */
export const detectFormat: DetectFormat = (file) => {
  const decoded = decodeFile(file, 'html', []);
  const text = 'problem' in decoded ? '' : decoded.value.trimStart();
  return byContent(text) ?? byName(file);
};

function byContent(text: string): ArticleFormat | null {
  if (text.startsWith('{') || text.startsWith('[')) return jsonFormat(text);
  if (text.startsWith('<')) return markupFormat(text);
  return /^(?:---|\+\+\+)[ \t]*(?:\r?\n|$)/.test(text) ? 'markdown' : null;
}

function byName(file: ImportFile): ArticleFormat | null {
  const extension = /\.([A-Za-z]+)$/.exec(file.path ?? file.reference)?.[1]?.toLowerCase() ?? '';
  return byExtension.get(extension) ?? null;
}

/** Which of the three kinds of JSON it is. Null: it is not JSON at all. */
function jsonFormat(text: string): ArticleFormat | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const one = Array.isArray(value) ? value.find(isRecord) : value;
  if (!isRecord(one)) return 'json';
  const { version, type, headlines, content_elements: elements } = one;
  if (typeof version === 'string' && /^https?:\/\/(?:www\.)?jsonfeed\.org\/version\//.test(version)) return 'feed';
  const isAns = typeof version === 'string' && /^0\.\d+\.\d+$/.test(version);
  return isAns || typeof type === 'string' || headlines !== undefined || Array.isArray(elements) ? 'ans' : 'json';
}

/** A feed or a page, by its first element; a page by its doctype too. */
function markupFormat(text: string): ArticleFormat | null {
  let rest = text.slice(0, 64 * 1024);
  for (;;) {
    rest = rest.trimStart();
    const ends = rest.startsWith('<?') ? '?>' : rest.startsWith('<!--') ? '-->' : rest.startsWith('<!') ? '>' : null;
    if (ends === null) break;
    if (/^<!doctype\s+html\b/i.test(rest)) return 'html';
    const end = rest.indexOf(ends);
    if (end < 0) return null;
    rest = rest.slice(end + ends.length);
  }
  const name = /^<([A-Za-z][\w:-]*)/.exec(rest)?.[1]?.toLowerCase() ?? '';
  if (/^(?:\w+:)?(?:rss|feed|rdf)$/.test(name)) return 'feed';
  return name === 'html' || name === 'head' || name === 'body' ? 'html' : null;
}
