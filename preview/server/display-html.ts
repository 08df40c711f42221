import type { Theme } from '../view.ts';
import { type Inversion, invertedDefaults, invertValue } from './invert.ts';

/** How an edition's HTML is shown. */
export interface Display {
  theme: Theme;
  /** Without them every picture is as in an app that blocks it: its place, and its alternative text. */
  pictures: boolean;
  /** Where a picture can be had without the network; null: where it says. */
  local: (url: string) => string | null;
}

// Comments; style sheets; tags, with `>` allowed inside quotes.
const pieces = /<!--[\s\S]*?-->|<style\b[^>]*>[\s\S]*?<\/style\s*>|<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi;

/**
 * An edition's HTML as a browser is to show it: in a theme, whatever the browser's own is, and with or without pictures. No
 * element is added, none goes, and their order stays.
 */
export function displayHtml(html: string, display: Display): string {
  const inversion = display.theme === 'gmail' || display.theme === 'outlook' ? display.theme : null;
  const shown = html.replace(pieces, (piece) => {
    if (piece.startsWith('<!--')) return piece;
    if (/^<style\b/i.test(piece)) return styleSheet(piece, display.theme, inversion);
    return tag(piece, display, inversion);
  });
  // Where it is last in the head it is nobody's first child, and no rule of the edition's comes after it.
  return shown.replace(/<\/head>/i, () => `<style>${baseStyle(display.theme)}</style></head>`);
}

/** The canvas behind the edition: a browser's, told which theme it is in, or an inverting app's. */
function baseStyle(theme: Theme): string {
  if (theme === 'light') return ':root{color-scheme:light !important}';
  if (theme === 'dark') return ':root{color-scheme:dark !important}';
  const { paper, ink } = invertedDefaults;
  return `:root{color-scheme:light !important;background:${paper};color:${ink}}body{color:${ink}}`;
}

function styleSheet(element: string, theme: Theme, inversion: Inversion | null): string {
  const css = element.replace(/\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi, (_, scheme: string) => {
    // Apps that invert do not look at the edition's own dark colours.
    const holds = scheme.toLowerCase() === (theme === 'dark' ? 'dark' : 'light');
    return holds ? '(min-width:0)' : '(max-width:0)';
  });
  if (inversion === null) return css;
  return css.replace(/([\w-]+)(\s*:\s*)([^;{}<>]+)(?=[;}])/g, (_, property: string, colon: string, value: string) => {
    return property + colon + invertValue(property, value, inversion);
  });
}

const attributes = /([^\s"'<>/=]+)(\s*=\s*)("[^"]*"|'[^']*')/g;

/** What a theme alone leaves as it is: most tags, and looking at each attribute of each takes its time. */
const hasPicture = /\b(?:src|srcset|background)\s*=|url\(/i;

function tag(piece: string, display: Display, inversion: Inversion | null): string {
  if (inversion === null && !hasPicture.test(piece)) return piece;
  const isPicture = /^<(?:img|input|image)\b/i.test(piece);
  const changed = piece.replace(attributes, (all: string, name: string, equals: string, quoted: string) => {
    const quote = quoted[0] ?? '"';
    const value = quoted.slice(1, -1);
    const written = attribute(name.toLowerCase(), value, isPicture, display, inversion);
    return written === value
      ? all
      : name + equals + quote + written.replaceAll(quote, quote === '"' ? '&quot;' : '&#39;') + quote;
  });
  return inversion === 'outlook' && /^<body\b/i.test(piece)
    ? changed.replace(/>$/, ' data-ogsc="" data-ogsb="">')
    : changed;
}

/** One attribute's value, as markup before and after. */
function attribute(
  name: string,
  value: string,
  isPicture: boolean,
  display: Display,
  inversion: Inversion | null,
): string {
  if ((name === 'src' && isPicture) || name === 'background') return picture(value, display);
  if (name === 'srcset') return display.pictures ? value : '';
  if (name === 'style') return style(value, display, inversion);
  if (inversion !== null && /^(?:bgcolor|color|text|link|vlink)$/.test(name))
    return invertValue(name, value, inversion);
  return value;
}

function style(value: string, display: Display, inversion: Inversion | null): string {
  return value.replace(
    /([\w-]+)(\s*:\s*)((?:url\([^)]*\)|[^;])*)/g,
    (_, property: string, colon: string, given: string) => {
      const shown = given.replace(
        /url\(\s*(["']?|&#39;|&quot;)([^"')]*?)\1\s*\)/g,
        (_all, quote: string, url: string) => {
          return `url(${quote}${picture(url, display)}${quote})`;
        },
      );
      return property + colon + (inversion === null ? shown : invertValue(property, shown, inversion));
    },
  );
}

/** A picture that no app shows has no address a browser could ask. */
function picture(url: string, { pictures, local }: Display): string {
  if (!pictures) return 'data:,';
  const plain = url.replaceAll('&amp;', '&');
  return local(plain)?.replaceAll('&', '&amp;') ?? url;
}
