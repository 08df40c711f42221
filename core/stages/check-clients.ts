import { clientNames, clientsLacking } from './check-clients-data.ts';
import type { CheckedDocument, CheckedElement } from './check-document.ts';
import { inlineDeclarations, type StyleSheets } from './check-styles.ts';

/** A feature that an edition uses and some mail programs do not have. */
export interface LackingClients {
  /** caniemail's name of it: its page is caniemail.com/features/<name>. */
  feature: string;
  title: string;
  /** Names of the programs. */
  lacking: string[];
  /** The first element that uses it; null where a style sheet does. */
  element: CheckedElement | null;
}

/**
 * What an edition uses that one of the chosen mail programs lacks altogether, by caniemail's data. Most of it does no harm:
 * a program without rounded corners shows square ones.
 */
export function lackingClients(document: CheckedDocument, sheets: StyleSheets): LackingClients[] {
  const used = new Map<string, CheckedElement | null>();
  const use = (feature: string, element: CheckedElement | null) => {
    if (!used.has(feature) && clientsLacking[feature] !== undefined) used.set(feature, element);
  };
  for (const element of document.elements) {
    if (isPlumbing(element)) continue;
    for (const feature of elementFeatures(element)) use(feature, element);
    for (const { property, value } of inlineDeclarations(element)) {
      for (const feature of declarationFeatures(property, value)) use(feature, element);
    }
  }
  for (const { property, value, media } of sheets.declarations()) {
    for (const query of media) for (const feature of mediaFeatures(query)) use(feature, null);
    for (const feature of declarationFeatures(property, value)) use(feature, null);
  }
  for (const css of document.styles) for (const feature of sheetFeatures(css)) use(feature, null);
  return [...used].map(([feature, element]) => {
    const [letters = '', title = feature] = clientsLacking[feature] ?? [];
    return { feature, title, lacking: [...letters].map((letter) => clientNames[letter] ?? letter), element };
  });
}

/** What every edition has, and no author chose: the document's frame, and the preheader that Pressrun puts in. */
function isPlumbing({ name, attributes }: CheckedElement): boolean {
  return (
    /^(?:html|head|body|meta|title|style|tbody)$/.test(name) ||
    attributes.get('style')?.startsWith('display:none') === true
  );
}

function* elementFeatures({ name, attributes }: CheckedElement): Generator<string> {
  yield `html-${/^h[1-6]$/.test(name) ? 'h1-h6' : /^(?:ul|ol|dl|li)$/.test(name) ? 'lists' : name}`;
  if (/^(?:article|aside|details|figcaption|figure|footer|header|main|mark|nav|section|summary|time)$/.test(name))
    yield 'html-semantics';
  if (name === 'input') yield `html-input-${attributes.get('type') ?? 'text'}`;
  if (name === 'a' && attributes.get('href')?.startsWith('#') === true) yield 'html-anchor-links';
  if (name === 'a' && attributes.get('href')?.startsWith('mailto:') === true) yield 'html-mailto-links';
  for (const attribute of attributes.keys())
    yield attribute === 'loading' ? 'html-loading-attribute' : `html-${attribute}`;
  const source = attributes.get('src') ?? '';
  if (source.startsWith('data:')) yield 'image-base64';
  const format = /\.(apng|avif|bmp|gif|hdr|heif|ico|jpe?g|mp4|png|svg|tiff|webp)(?:[?#]|$)/i
    .exec(source)?.[1]
    ?.toLowerCase();
  if (format !== undefined && name === 'img') yield `image-${format === 'jpeg' ? 'jpg' : format}`;
}

function* declarationFeatures(property: string, value: string): Generator<string> {
  if (property.startsWith('--') || /\bvar\(/.test(value)) yield 'css-variables';
  yield `css-${property}`;
  if (property === 'display') yield `css-display-${value.replace('inline-', '')}`;
  if (property === 'white-space-collapse' || property === 'text-wrap') yield `css-${property}`;
  if (property === 'background' && /url\(/.test(value)) yield 'css-background-image';
  for (const [, name = ''] of value.matchAll(/\b(clamp|max|min|light-dark)\(/g)) yield `css-function-${name}`;
  for (const [, name = ''] of value.matchAll(/\b(linear|radial|conic)-gradient\(/g)) yield `css-${name}-gradient`;
  if (/\bcalc\(/.test(value)) yield 'css-unit-calc';
  if (/\brgba\(/.test(value)) yield 'css-rgba';
  if (/\b(?:lab|lch|oklab|oklch|color)\(/.test(value)) yield 'css-modern-color';
  for (const [, unit = ''] of value.matchAll(/\d(ch|cm|ex|in|mm|pc|rem|vh|vmax|vmin|vw)\b/g)) yield `css-unit-${unit}`;
}

function* mediaFeatures(query: string): Generator<string> {
  yield 'css-at-media';
  for (const [, name = ''] of query.matchAll(
    /\((?:-webkit-)?(?:min-|max-)?(device-pixel-ratio|hover|orientation|prefers-color-scheme|prefers-reduced-motion)/g,
  )) {
    yield `css-at-media-${name}`;
  }
}

function* sheetFeatures(css: string): Generator<string> {
  for (const [, name = ''] of css.matchAll(/@(font-face|import|keyframes|supports)\b/g)) yield `css-at-${name}`;
  for (const [, name = ''] of css.matchAll(
    /[\w\]).*]:(active|checked|first-child|focus|has|hover|last-child|link|not|nth-child|target|visited)\b(?=[^{};]*\{)/g,
  )) {
    yield `css-pseudo-class-${name}`;
  }
  for (const [, name = ''] of css.matchAll(/::?(after|before|first-letter|first-line)\b(?=[^{};]*\{)/g))
    yield `css-pseudo-element-${name}`;
}
