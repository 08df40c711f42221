import { ar } from './words/ar.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';
import { es } from './words/es.ts';
import { fa } from './words/fa.ts';
import { fr } from './words/fr.ts';
import { he } from './words/he.ts';
import { hi } from './words/hi.ts';
import { it } from './words/it.ts';
import { ja } from './words/ja.ts';
import { nl } from './words/nl.ts';
import { pt } from './words/pt.ts';
import { zh } from './words/zh.ts';

export type Word = keyof typeof en;

const words: Readonly<Record<string, Readonly<Record<Word, string>>>> = {
  ar,
  de,
  en,
  es,
  fa,
  fr,
  he,
  hi,
  it,
  ja,
  nl,
  pt,
  zh,
};

/** The languages that pages and letters speak, in the order of their codes. */
export const readerLanguages = Object.keys(words);

/** What pages and letters say, in one language. */
export interface ReaderWords {
  /** BCP 47. */
  language: string;
  say(word: Word, values?: Readonly<Record<string, string>>): string;
  /** Names one after another, such as `A, B and C`. */
  list(names: readonly string[]): string;
}

/**
 * Words in the first of these languages that pages speak; English where none is.
 *
 * @param preferred - BCP 47 tags, the one liked best first; null is passed over.
 * @example readerWords([subscriber.locale, newsletter.language, 'en']).say('saved')
 */
export function readerWords(preferred: readonly (string | null)[]): ReaderWords {
  const language = preferred.find((tag) => tag !== null && Object.hasOwn(words, baseOf(tag))) ?? 'en';
  const spoken = words[baseOf(language)] ?? en;
  const lists = new Intl.ListFormat(language, { type: 'conjunction' });
  return {
    language,
    say: (word, values = {}) => spoken[word].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''),
    list: (names) => lists.format(names),
  };
}

/**
 * The languages of an Accept-Language header (RFC 9110, 12.5.4), the one liked best first.
 *
 * @example acceptedLanguages('fr;q=0.5, de-AT') // ['de-AT', 'fr']
 */
export function acceptedLanguages(header: string): string[] {
  const found = header
    .slice(0, 500)
    .split(',')
    .slice(0, 20)
    .flatMap((part) => {
      const match = /^\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?$/.exec(part);
      const quality = Number(match?.[2] ?? 1);
      return match?.[1] === undefined || quality === 0 ? [] : [{ tag: match[1], quality }];
    });
  return found.sort((a, b) => b.quality - a.quality).map(({ tag }) => tag);
}

function baseOf(tag: string | null): string {
  return tag?.split('-')[0]?.toLowerCase() ?? '';
}
