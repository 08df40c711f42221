import { Parser } from 'htmlparser2';
import { depthMeter, lineFrom, TooDeepError } from '../../core/text/sanitise.ts';

/** What a page says about itself outside its text. */
export interface PageHead {
  /** Contents of `meta`, by `property`, `name` or `itemprop`, in lower case. */
  meta: ReadonlyMap<string, string[]>;
  /** `link rel="canonical"`. */
  canonical: string;
  /** `base href`. */
  base: string;
  language: string;
  title: string;
  /** The first `h1` that says something. */
  heading: string;
  /** The first `time` that says when the page was published. */
  time: string;
  /** The sources of its JSON-LD. */
  jsonLd: string[];
  /** How many elements it has. */
  elements: number;
  /** How many characters of text it has, its scripts and styles aside. */
  characters: number;
}

/**
 * Reads a page's head, and what else it says about itself.
 * @returns null where elements are nested too deep.
 */
export function readHead(html: string): PageHead | null {
  const meta = new Map<string, string[]>();
  const head: PageHead = {
    meta,
    canonical: '',
    base: '',
    language: '',
    title: '',
    heading: '',
    time: '',
    jsonLd: [],
    elements: 0,
    characters: 0,
  };
  const depth = depthMeter();
  let taking: 'title' | 'heading' | 'jsonLd' | null = null;
  let text = '';
  let silent = false;
  const take = (what: NonNullable<typeof taking>) => {
    taking = what;
    text = '';
  };
  const parser = new Parser({
    onopentag(name, attributes) {
      depth.open();
      head.elements += 1;
      silent = name === 'script' || name === 'style';
      const attribute = (key: string) => (Object.hasOwn(attributes, key) ? (attributes[key] ?? '').trim() : '');
      if (name === 'meta') {
        const key = (attribute('property') || attribute('name') || attribute('itemprop')).toLowerCase();
        const content = attribute('content');
        if (key !== '' && content !== '') remember(meta, key, content);
      } else if (name === 'link' && /(?:^|\s)canonical(?:\s|$)/i.test(attribute('rel'))) {
        head.canonical ||= attribute('href');
      } else if (name === 'base') {
        head.base ||= attribute('href');
      } else if (name === 'html') {
        head.language ||= attribute('lang') || attribute('xml:lang');
      } else if (name === 'time' && (/publish/i.test(attribute('itemprop')) || Object.hasOwn(attributes, 'pubdate'))) {
        head.time ||= attribute('datetime');
      } else if (name === 'title' && head.title === '') {
        take('title');
      } else if (name === 'h1' && head.heading === '') {
        take('heading');
      } else if (name === 'script' && /^application\/ld\+json\b/i.test(attribute('type'))) {
        take('jsonLd');
      }
    },
    ontext(piece) {
      if (taking !== null) text += piece;
      if (!silent) head.characters += piece.length;
    },
    onclosetag(name) {
      depth.close();
      silent = false;
      if (taking === 'jsonLd' && name === 'script') head.jsonLd.push(text);
      else if (taking === 'title' && name === 'title') head.title = lineFrom(text);
      else if (taking === 'heading' && name === 'h1') head.heading = lineFrom(text);
      else return;
      taking = null;
    },
  });
  try {
    parser.end(html);
  } catch (error) {
    if (error instanceof TooDeepError) return null;
    throw error;
  }
  return head;
}

function remember(meta: Map<string, string[]>, key: string, content: string): void {
  const known = meta.get(key);
  if (known === undefined) meta.set(key, [content]);
  else known.push(content);
}

/** The first content of the first of some `meta` names that is there; empty where none is. */
export function metaOf(head: PageHead, ...names: readonly string[]): string {
  return names.map((name) => head.meta.get(name)?.[0]).find((content) => content !== undefined) ?? '';
}
