import { type Colour, contrastRatio, hexOf, over, parseColour } from './check-colour.ts';
import type { CheckedDocument, CheckedElement } from './check-document.ts';
import type { Declared, StyleSheets } from './check-styles.ts';

/** Text that cannot be read well enough against what is behind it. */
export interface LowContrast {
  theme: 'light' | 'dark';
  /** The first such element. */
  element: CheckedElement;
  /** How many elements have these colours. */
  places: number;
  text: string;
  ground: string;
  ratio: number;
  needed: number;
}

interface Look {
  ink: Colour;
  /** Null: a picture, or something that cannot be told. */
  ground: Colour | null;
  size: number;
  bold: boolean;
  hidden: boolean;
}

const white: Colour = { red: 255, green: 255, blue: 255, alpha: 1 };
const black: Colour = { red: 0, green: 0, blue: 0, alpha: 1 };
/** What lies behind a message in dark mode that says nothing of its own. */
const darkCanvas: Colour = { red: 30, green: 30, blue: 30, alpha: 1 };
const desktop = 800;

/**
 * Text below the contrast that WCAG 2.2 asks for (1.4.3: 4.5, or 3 where it is large), in the light colours, and in the
 * dark ones where the edition has any. One of each pair of colours. Text on a picture is passed over.
 */
export function lowContrasts(document: CheckedDocument, sheets: StyleSheets): LowContrast[] {
  return [...inTheme('light', document, sheets), ...(sheets.knowsDark ? inTheme('dark', document, sheets) : [])];
}

function inTheme(theme: 'light' | 'dark', { elements }: CheckedDocument, sheets: StyleSheets): LowContrast[] {
  const dark = theme === 'dark';
  const root: Look = {
    ink: dark ? white : black,
    ground: dark ? darkCanvas : white,
    size: 16,
    bold: false,
    hidden: false,
  };
  const looks = new Map<CheckedElement, Look>();
  const found = new Map<string, LowContrast>();
  for (const element of elements) {
    const above = (element.parent === null ? null : looks.get(element.parent)) ?? root;
    const look = lookOf(element, above, sheets.declaredFor(element, { dark, width: desktop }));
    looks.set(element, look);
    if (look.hidden || look.ground === null || !hasWords(element)) continue;
    const ratio = contrastRatio(over(look.ink, look.ground), look.ground);
    // WCAG: 18 points, or 14 in bold.
    const needed = look.size >= 24 || (look.size >= 18.66 && look.bold) ? 3 : 4.5;
    if (ratio >= needed) continue;
    const [text, ground] = [hexOf(over(look.ink, look.ground)), hexOf(look.ground)];
    const key = `${text} ${ground} ${needed}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { theme, element, places: 1, text, ground, ratio, needed });
    else known.places += 1;
  }
  return [...found.values()];
}

const textless = new Set(['html', 'head', 'title', 'style', 'script', 'meta', 'option', 'select', 'textarea']);

function hasWords({ name, children }: CheckedElement): boolean {
  if (textless.has(name)) return false;
  return children.some((child) => typeof child === 'string' && /[\p{L}\p{N}]/u.test(child));
}

function lookOf(element: CheckedElement, above: Look, declared: Declared): Look {
  const ink = parseColour(declared.get('color') ?? element.attributes.get('color') ?? '') ?? above.ink;
  const hidden =
    above.hidden ||
    /^none$/i.test(declared.get('display') ?? '') ||
    /^hidden$/i.test(declared.get('visibility') ?? '') ||
    Number(declared.get('opacity') ?? 1) === 0 ||
    element.attributes.has('hidden');
  return {
    ink,
    ground: groundOf(element, above, declared),
    size: sizeOf(above.size, declared),
    bold: isBold(element, above, declared),
    hidden,
  };
}

function groundOf(element: CheckedElement, { ground }: Look, declared: Declared): Colour | null {
  const shorthand = declared.get('background') ?? '';
  const image = `${shorthand} ${declared.get('background-image') ?? ''}`;
  if (/url\(|gradient\(/i.test(image) || element.attributes.has('background')) return null;
  const words = shorthand.match(/#[0-9a-f]+|(?:rgb|hsl)a?\([^)]*\)|[a-z]+/gi) ?? [];
  const given =
    declared.get('background-color') ??
    words.find((word) => parseColour(word) !== null) ??
    element.attributes.get('bgcolor');
  const colour = given === undefined ? null : parseColour(given);
  if (colour === null || colour.alpha === 0) return ground;
  return colour.alpha === 1 ? colour : ground === null ? null : over(colour, ground);
}

function sizeOf(above: number, declared: Declared): number {
  const given =
    declared.get('font-size') ?? /(?:^|\s)([\d.]+(?:px|pt|em|rem|%))/.exec(declared.get('font') ?? '')?.[1] ?? '';
  const [, number, unit] = /^([\d.]+)(px|pt|em|rem|%)$/i.exec(given) ?? [];
  if (number === undefined) return above;
  const factors: Readonly<Record<string, number>> = { px: 1, pt: 4 / 3, em: above, rem: 16, '%': above / 100 };
  return Number(number) * (factors[unit?.toLowerCase() ?? 'px'] ?? 1);
}

function isBold({ name }: CheckedElement, above: Look, declared: Declared): boolean {
  const weight = declared.get('font-weight') ?? /\b(bold|normal|[1-9]00)\b/.exec(declared.get('font') ?? '')?.[1];
  if (weight === undefined || weight === 'inherit') return above.bold || /^(?:b|strong|th|h[1-6])$/.test(name);
  return weight === 'bold' || weight === 'bolder' || Number(weight) >= 700;
}
