import { Parser } from 'htmlparser2';
import { features } from './client-data.ts';

/** The features, by caniemail's names, that an edition's HTML uses. Outlook's conditional comments are for Outlook alone and are not read. */
export function featuresUsed(html: string): string[] {
  const used = new Set<string>();
  const use = (...slugs: readonly string[]): void => {
    const known = slugs.find((slug) => features.has(slug));
    if (known !== undefined) used.add(known);
  };
  let style: string | null = null;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'style') style = '';
      useElement(name, attributes, use);
      for (const [property, value] of declarationsOf(attributes['style'] ?? '')) useDeclaration(property, value, use);
    },
    ontext(text) {
      if (style !== null) style += text;
    },
    onclosetag(name) {
      if (name !== 'style' || style === null) return;
      useSheet(style, use);
      style = null;
    },
  });
  parser.end(html);
  return [...used].sort();
}

type Use = (...slugs: readonly string[]) => void;

function useElement(name: string, attributes: Readonly<Record<string, string>>, use: Use): void {
  use(/^h[1-6]$/.test(name) ? 'html-h1-h6' : /^(?:ul|ol|li)$/.test(name) ? 'html-lists' : `html-${name}`);
  for (const attribute of Object.keys(attributes)) {
    if (attribute === 'align' || attribute === 'valign') use(`html-${attribute}`);
    else use(`html-${attribute}-attribute`, `html-${attribute}`);
  }
  const format = /\.([a-z]{3,4})(?:[?#]|$)/i.exec(
    new URL(attributes['src'] ?? 'x:', 'https://x.example').pathname,
  )?.[1];
  if (name === 'img' && format !== undefined) use(`image-${format.toLowerCase().replace('jpeg', 'jpg')}`);
}

function useSheet(css: string, use: Use): void {
  use('html-style');
  for (const [, rule = ''] of css.matchAll(/@([a-z-]+)/g)) use(`css-at-${rule}`);
  for (const [, feature = ''] of css.matchAll(/\((?:min-|max-)?([a-z-]+)\s*:/g)) use(`css-at-media-${feature}`);
  for (const [, selector = '', body = ''] of css.matchAll(/([^{}]*)\{([^{}]*)\}/g)) {
    if (/\[/.test(selector)) use('css-selector-attribute');
    if (/\./.test(selector)) use('css-selector-class');
    if (/#/.test(selector)) use('css-selector-id');
    if (/>/.test(selector)) use('css-selector-child');
    if (/\w\s+[\w.]/.test(selector)) use('css-selector-descendant');
    if (/,/.test(selector)) use('css-selector-grouping');
    for (const [, name = ''] of selector.matchAll(/[^:]:([a-z-]+)/g)) use(`css-pseudo-class-${name}`);
    for (const [property, value] of declarationsOf(body)) useDeclaration(property, value, use);
  }
}

function useDeclaration(property: string, value: string, use: Use): void {
  if (property.startsWith('mso-') || property.startsWith('-')) return;
  if (value.includes('!important')) use('css-important');
  if (property === 'display') {
    const kind = value.replace(/\s*!important/, '');
    use(`css-display-${kind}`, 'css-display');
    return;
  }
  const shorthand = property.replace(/-(?:top|right|bottom|left)(?=-|$)|-(?:color|style|width|collapse)$/g, '');
  use(`css-${property}`, `css-${shorthand}`);
  for (const [, unit = ''] of value.matchAll(/\d(px|em|rem|vw|vh|ch)\b/g)) use(`css-unit-${unit}`);
  if (/\d%/.test(value)) use('css-unit-percent');
}

function declarationsOf(style: string): [property: string, value: string][] {
  return style.split(/;(?![^(]*\))/).flatMap((declaration): [string, string][] => {
    const colon = declaration.indexOf(':');
    return colon === -1
      ? []
      : [[declaration.slice(0, colon).trim().toLowerCase(), declaration.slice(colon + 1).trim()]];
  });
}
