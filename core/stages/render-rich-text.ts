import { Drop } from 'liquidjs';
import { plainText } from '../text/sanitise.ts';

/** Markup that may stand in HTML as it is: sanitised, escaped or made by the template itself. */
export class Markup extends Drop {
  readonly #html: string;

  constructor(html: string) {
    super();
    this.#html = html;
  }

  static htmlOf(markup: Markup): string {
    return markup.#html;
  }

  /** What filters and comparisons see. */
  override valueOf(): string {
    return this.#html;
  }
}

/**
 * Rich text of an article, sanitised. Written out in the HTML part it is its markup, in the text part its words, and filters
 * see its words.
 */
export class RichText extends Drop {
  readonly #html: string;
  readonly #references: References | null;
  /** For the text part: where the words that are links lead. Empty where they are numbered. */
  readonly links: { text: string; url: string }[];

  /**
   * @param html - sanitised.
   * @param references - numbers the links as the words are written out.
   */
  constructor(html: string, references: References | null = null) {
    super();
    this.#html = html;
    this.#references = references;
    this.links = references === null ? linksOf(html) : [];
  }

  static htmlOf(text: RichText): string {
    return text.#html;
  }

  /** A line break of the markup is one in the words; other white space is single spaces, as HTML shows it. */
  override valueOf(): string {
    return wordsOf(this.#references === null ? this.#html : numbered(this.#html, this.#references));
  }
}

/** The links of running text, numbered in the order in which they are written out; one address has one number. */
export class References {
  /** What a template lists at the end. */
  readonly list: { number: number; url: string }[] = [];

  numberOf(url: string): number {
    const known = this.list.find((reference) => reference.url === url);
    if (known !== undefined) return known.number;
    const number = this.list.length + 1;
    this.list.push({ number, url });
    return number;
  }
}

function numbered(html: string, references: References): string {
  return html.replace(anchor, (markup, href: string, inner: string) => {
    return saysMore(plainText(inner), plainText(href)) ? `${inner} [${references.numberOf(plainText(href))}]` : markup;
  });
}

function wordsOf(html: string): string {
  return html
    .split(/<br\s*\/?>/i)
    .map(plainText)
    .join('\n');
}

// Exact on sanitised markup only: attributes are in double quotes, and `<`, `>` and `"` in values are escaped.
const anchor = /<a\s[^>]*?href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/gi;

function linksOf(html: string): { text: string; url: string }[] {
  return [...html.matchAll(anchor)]
    .map(([, href = '', inner = '']) => ({ text: plainText(inner), url: plainText(href) }))
    .filter(({ text, url }) => saysMore(text, url));
}

/** Whether the words do not say the address already. */
function saysMore(text: string, url: string): boolean {
  return url !== '' && text !== url && text !== url.replace(/^(?:https?:\/\/|mailto:)|\/$/g, '');
}
