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
  /** For the text part: where the words that are links lead. */
  readonly links: { text: string; url: string }[];

  /** @param html - sanitised. */
  constructor(html: string) {
    super();
    this.#html = html;
    this.links = linksOf(html);
  }

  static htmlOf(text: RichText): string {
    return text.#html;
  }

  /** A line break of the markup is one in the words; other white space is single spaces, as HTML shows it. */
  override valueOf(): string {
    return wordsOf(this.#html);
  }
}

function wordsOf(html: string): string {
  return html
    .split(/<br\s*\/?>/i)
    .map(plainText)
    .join('\n');
}

// Exact on sanitised markup only: attributes are in double quotes, and `<`, `>` and `"` in values are escaped.
function linksOf(html: string): { text: string; url: string }[] {
  return [...html.matchAll(/<a\s[^>]*?href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/gi)]
    .map(([, href = '', inner = '']) => ({ text: plainText(inner), url: plainText(href) }))
    .filter(({ text, url }) => url !== '' && text !== url && text !== url.replace(/^(?:https?:\/\/|mailto:)|\/$/g, ''));
}
