import type { CheckedDocument, CheckedElement } from './check-document.ts';

/** What a style sheet is looked at with. */
export interface Viewing {
  dark: boolean;
  /** In CSS pixels. */
  width: number;
}

interface Declaration {
  property: string;
  value: string;
  important: boolean;
}

/** One rule, or as many as it has selectors. */
interface Rule {
  selector: Compound[];
  /** Of the selector: ids, classes and attributes, elements. */
  weight: number;
  order: number;
  media: readonly string[];
  declarations: readonly Declaration[];
}

interface Compound {
  /** How the one before relates to it. */
  combinator: ' ' | '>';
  name: string | null;
  id: string | null;
  classes: readonly string[];
  attributes: readonly { name: string; value: string | null }[];
}

/** The declared styles of an element, by property. */
export type Declared = ReadonlyMap<string, string>;

/**
 * The styles that a document declares for its elements: style sheets and `style` attributes, by the rules of the cascade.
 * Selectors of elements, classes, ids and attributes, below one another, are understood: what mail is written with. A
 * rule with any other selector is passed over.
 */
export class StyleSheets {
  readonly #rules: Rule[] = [];
  readonly #holding = new Map<string, readonly Rule[]>();

  constructor(document: CheckedDocument) {
    for (const css of document.styles) this.#read(css.replace(/\/\*[\s\S]*?\*\//g, ''), []);
  }

  /** Whether any rule is for dark mode. */
  get knowsDark(): boolean {
    return this.#rules.some(({ media }) => media.some((query) => /prefers-color-scheme\s*:\s*dark/i.test(query)));
  }

  /** Every declaration of the sheets, with the media it is for. */
  *declarations(): Generator<Declaration & { media: readonly string[] }> {
    const seen = new Set<readonly Declaration[]>();
    for (const { declarations, media } of this.#rules) {
      if (seen.has(declarations)) continue;
      seen.add(declarations);
      for (const declaration of declarations) yield { ...declaration, media };
    }
  }

  declaredFor(element: CheckedElement, viewing: Viewing): Declared {
    const found: { rank: number; order: number; declaration: Declaration }[] = [];
    for (const { selector, weight, order, declarations } of this.#rulesFor(viewing)) {
      if (!fits(element, selector, selector.length - 1)) continue;
      for (const declaration of declarations)
        found.push({ rank: weight + (declaration.important ? 1e9 : 0), order, declaration });
    }
    for (const declaration of inlineDeclarations(element)) {
      found.push({ rank: 1e8 + (declaration.important ? 1e9 : 0), order: 0, declaration });
    }
    found.sort((a, b) => a.rank - b.rank || a.order - b.order);
    return new Map(found.map(({ declaration: { property, value } }) => [property, value]));
  }

  /** Those whose media hold. */
  #rulesFor(viewing: Viewing): readonly Rule[] {
    const key = `${viewing.dark} ${viewing.width}`;
    const known = this.#holding.get(key);
    if (known !== undefined) return known;
    const rules = this.#rules.filter(({ media }) => media.every((query) => holds(query, viewing)));
    this.#holding.set(key, rules);
    return rules;
  }

  #read(css: string, media: readonly string[]): void {
    for (const [, prelude, body] of blocksOf(css)) {
      if (/^@media\b/i.test(prelude)) {
        this.#read(body, [...media, prelude.slice('@media'.length).trim()]);
      } else if (!prelude.startsWith('@')) {
        const declarations = declarationsOf(body);
        for (const text of prelude.split(',')) this.#add(text.trim(), declarations, media);
      }
    }
  }

  #add(text: string, declarations: readonly Declaration[], media: readonly string[]): void {
    const selector = selectorOf(text);
    if (selector === null) return;
    const weight = selector.reduce((sum, { name, id, classes, attributes }) => {
      return sum + (id === null ? 0 : 10_000) + (classes.length + attributes.length) * 100 + (name === null ? 0 : 1);
    }, 0);
    this.#rules.push({ selector, weight, order: this.#rules.length, media, declarations });
  }
}

/** Blocks of the outermost level: what stands before the brace, and between the braces. */
function* blocksOf(css: string): Generator<[all: string, prelude: string, body: string]> {
  let from = 0;
  let depth = 0;
  let brace = 0;
  for (let at = 0; at < css.length; at += 1) {
    const character = css[at];
    if (character === '{') {
      if (depth === 0) brace = at;
      depth += 1;
    } else if (character === '}') {
      depth -= 1;
      if (depth === 0) {
        // Statements without a block, such as @import, end in a semicolon.
        const prelude = css.slice(from, brace).split(';').at(-1)?.trim() ?? '';
        yield [css.slice(from, at + 1), prelude, css.slice(brace + 1, at)];
        from = at + 1;
      }
      if (depth < 0) depth = 0;
    }
  }
}

/** The declarations of a `style` attribute. */
export function inlineDeclarations(element: CheckedElement): Declaration[] {
  return declarationsOf(element.attributes.get('style') ?? '');
}

function declarationsOf(css: string): Declaration[] {
  const found: Declaration[] = [];
  for (const [, property = '', value = ''] of css.matchAll(
    /([-\w]+)\s*:\s*((?:url\([^)]*\)|"[^"]*"|'[^']*'|[^;])*)/g,
  )) {
    const important = /!\s*important\s*$/i.test(value);
    found.push({ property: property.toLowerCase(), value: value.replace(/!\s*important\s*$/i, '').trim(), important });
  }
  return found;
}

function selectorOf(text: string): Compound[] | null {
  const pieces = text
    .replace(/\s*>\s*/g, ' > ')
    .split(/\s+/)
    .filter((piece) => piece !== '');
  const compounds: Compound[] = [];
  let combinator: ' ' | '>' = ' ';
  for (const piece of pieces) {
    if (piece === '>') {
      combinator = '>';
      continue;
    }
    const compound = compoundOf(piece, combinator);
    if (compound === null) return null;
    compounds.push(compound);
    combinator = ' ';
  }
  return compounds.length === 0 ? null : compounds;
}

function compoundOf(piece: string, combinator: ' ' | '>'): Compound | null {
  const plain = piece.replace(/:root\b/g, 'html');
  if (!/^(?:\*|[a-z][\w-]*)?(?:[.#][\w-]+|\[[\w-]+(?:=["']?[^"'\]]*["']?)?\])*$/i.test(plain)) return null;
  const name = /^[a-z][\w-]*/i.exec(plain)?.[0].toLowerCase() ?? null;
  const id = /#([\w-]+)/.exec(plain)?.[1] ?? null;
  const classes = [...plain.replace(/\[[^\]]*\]/g, '').matchAll(/\.([\w-]+)/g)].map(([, one = '']) => one);
  const attributes = [...plain.matchAll(/\[([\w-]+)(?:=["']?([^"'\]]*)["']?)?\]/g)].map(([, attribute = '', value]) => {
    return { name: attribute.toLowerCase(), value: value ?? null };
  });
  return { combinator, name, id, classes, attributes };
}

function fits(element: CheckedElement, selector: readonly Compound[], at: number): boolean {
  const compound = selector[at];
  if (compound === undefined) return true;
  if (!fitsCompound(element, compound)) return false;
  if (at === 0) return true;
  if (compound.combinator === '>') return element.parent !== null && fits(element.parent, selector, at - 1);
  for (let above = element.parent; above !== null; above = above.parent) {
    if (fits(above, selector, at - 1)) return true;
  }
  return false;
}

const classNames = new WeakMap<CheckedElement, ReadonlySet<string>>();

function fitsCompound(element: CheckedElement, { name, id, classes, attributes }: Compound): boolean {
  if (name !== null && name !== element.name) return false;
  if (id !== null && element.attributes.get('id') !== id) return false;
  if (classes.length > 0) {
    let own = classNames.get(element);
    if (own === undefined) {
      own = new Set((element.attributes.get('class') ?? '').split(/\s+/));
      classNames.set(element, own);
    }
    for (const one of classes) if (!own.has(one)) return false;
  }
  return attributes.every(({ name: attribute, value }) => {
    const given = element.attributes.get(attribute);
    return given !== undefined && (value === null || given === value);
  });
}

/** Whether a media query holds; what is not understood does not. */
function holds(query: string, viewing: Viewing): boolean {
  return query.split(',').some((one) =>
    one
      .trim()
      .split(/\s+and\s+/i)
      .every((part) => holdsPart(part.trim(), viewing)),
  );
}

function holdsPart(part: string, { dark, width }: Viewing): boolean {
  if (/^(?:only\s+)?(?:all|screen)$/i.test(part)) return true;
  const scheme = /^\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)$/i.exec(part)?.[1]?.toLowerCase();
  if (scheme !== undefined) return (scheme === 'dark') === dark;
  const [, side, pixels] = /^\(\s*(min|max)-(?:device-)?width\s*:\s*([\d.]+)px\s*\)$/i.exec(part) ?? [];
  if (side === undefined) return false;
  return side.toLowerCase() === 'min' ? width >= Number(pixels) : width <= Number(pixels);
}
