import type { FilterImplOptions } from 'liquidjs';
import { toValue } from 'liquidjs';
import type { Edition } from '../model/edition.ts';
import { closest } from '../text/closest.ts';
import { breakable, columnsOf } from '../text/columns.ts';
import { labelNames, labelsOf } from '../text/labels.ts';
import { longDate, shortDate, timeOfDay } from '../time/calendar.ts';
import { Markup } from './render-rich-text.ts';

/** Filters that depend on the clock, on chance or on this machine's time zone, or that would let markup through. */
export const removedFilters = [
  'raw',
  'sample',
  'date_to_xmlschema',
  'date_to_rfc822',
  'date_to_string',
  'date_to_long_string',
] as const;

/** The filters that Pressrun adds to Liquid's, and what each does: for `templates/README.md`. */
export const filterDescriptions: Readonly<Record<string, string>> = {
  date: '`{{ edition.at | date: "long" }}`: an instant or a date in the edition’s language and time zone. `long` is Monday, November 23, 2026; `short` is Nov 23, 2026; `time` is 7:00 AM.',
  label:
    '`{{ "unsubscribe" | label }}`: one of Pressrun’s own words in the edition’s language. `{{ "photo" | label: credit: image.credit }}` fills its `{credit}`.',
  names: '`{{ article.byline | names }}`: a list of names as the language writes one: Ann Lee, Bo Ek and Cy Roy.',
  height_at:
    '`{{ image | height_at: 560 }}`: the height of a picture shown at this width; null where its size is unknown.',
  underline: '`{{ section.title | underline: "-" }}`: the line, and a line of that character under it.',
  wrap: '`{{ block.html | wrap: 72, "  ", "- " }}`: lines of at most 72 columns, begun by two spaces, the first by `- `. Words are never broken, but where a language puts no space between them.',
  repeat: '`{{ "-" | repeat: 72 }}`: a text this many times over.',
};

/** @param encode - how text becomes HTML; in the text part it stays as it is. */
export function editionFilters(
  edition: Pick<Edition, 'language' | 'timeZone'>,
  encode: (text: string) => string,
): Record<string, FilterImplOptions> {
  const reckoning = { locale: edition.language, timeZone: edition.timeZone };
  const labels = labelsOf(edition.language);
  return {
    date: (value: unknown, style: unknown) => {
      if (isNothing(value)) return null;
      switch (textOf(style)) {
        case 'long':
          return longDate(textOf(value), reckoning);
        case 'short':
          return shortDate(textOf(value), reckoning);
        case 'time':
          return timeOfDay(textOf(value), reckoning);
        default:
          throw new Error(`date: ${JSON.stringify(textOf(style))} is no style; "long", "short" and "time" are`);
      }
    },
    label: (name: unknown, ...values: unknown[]) => {
      const known = labelNames.find((label) => label === textOf(name));
      if (known === undefined) {
        const nearest = closest(textOf(name), labelNames);
        throw new Error(`unknown label ${textOf(name)}${nearest === null ? '' : `; did you mean ${nearest}?`}`);
      }
      return fill(labels[known], namedArguments(values));
    },
    names: (value: unknown) => {
      const names = Array.isArray(value) ? value.map(textOf) : [textOf(value)];
      return new Intl.ListFormat(edition.language, { type: 'conjunction' }).format(names);
    },
    height_at: (image: unknown, width: unknown) => {
      const size = sizeOf(image);
      return size === null ? null : Math.max(1, Math.round((Number(textOf(width)) * size.height) / size.width));
    },
    underline: (value: unknown, character: unknown) => {
      const line = textOf(value);
      return `${line}\n${textOf(character).repeat(Math.min(72, columnsOf(line)))}`;
    },
    wrap: (value: unknown, width: unknown, indent: unknown, first: unknown) => {
      const rest = textOf(indent);
      return wrapLines(textOf(value), Number(textOf(width)), isNothing(first) ? rest : textOf(first), rest);
    },
    repeat: (value: unknown, times: unknown) => textOf(value).repeat(Math.min(200, Number(textOf(times)))),
    escape: (value: unknown) => new Markup(encode(textOf(value))),
    newline_to_br: (value: unknown) => new Markup(encode(textOf(value)).replace(/\r?\n/g, '<br>')),
  };
}

/** A Liquid value as text. */
export function textOf(value: unknown): string {
  const plain: unknown = toValue(value);
  if (plain === null || plain === undefined) return '';
  return Array.isArray(plain) ? plain.map(textOf).join('') : String(plain);
}

/**
 * Lines of at most `width` columns, the indent included; a word that is longer has a line of its own. Single spaces become line
 * breaks, and of languages that write none the places between letters: everything else stays letter for letter.
 *
 * @param first - what the first line begins with: a bullet, or the indent.
 */
function wrapLines(text: string, width: number, first: string, indent: string): string {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    let current = lines.length === 0 ? first : indent;
    let columns = columnsOf(current);
    let isEmpty = true;
    for (const word of line.split(' ')) {
      for (const [index, piece] of breakable(word).entries()) {
        const space = isEmpty || index > 0 ? '' : ' ';
        const more = columnsOf(piece);
        if (!isEmpty && columns + space.length + more > width) {
          lines.push(current);
          current = indent + piece;
          columns = columnsOf(indent) + more;
        } else {
          current += space + piece;
          columns += space.length + more;
        }
        isEmpty = false;
      }
    }
    lines.push(current);
  }
  return lines.join('\n');
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

function namedArguments(values: readonly unknown[]): Map<string, string> {
  return new Map(values.filter(isPair).map(([name, value]) => [name, textOf(value)]));
}

function isPair(value: unknown): value is [string, unknown] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string';
}

/** One pass, so that a value which looks like a placeholder stays as it is. */
function fill(label: string, values: ReadonlyMap<string, string>): string {
  return label.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`the label “${label}” needs ${name}`);
    return value;
  });
}

function sizeOf(image: unknown): { width: number; height: number } | null {
  if (typeof image !== 'object' || image === null || !('width' in image) || !('height' in image)) return null;
  const { width, height } = image;
  return typeof width === 'number' && typeof height === 'number' ? { width, height } : null;
}
