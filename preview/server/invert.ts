import { type Colour, hexOf, linear, parseColour } from '../../core/stages/check-colour.ts';

/** How an app makes a light message dark that has no dark colours of its own it would honour. */
export type Inversion = 'gmail' | 'outlook';

/** What stands where no colour is given. */
export const invertedDefaults = { paper: '#161616', ink: '#f5f5f5' };

/** Properties whose colours are of what lies behind the text. */
const behind = /^(?:background|background-color|bgcolor)$/;
const tokens = /url\([^)]*\)|#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\([^()]*\)|(?<![-\w])[a-z]{3,20}(?![-\w(])/gi;

/**
 * A value of CSS, or of a colour attribute, with its colours as the app shows them. `gmail`, as Gmail on iOS, turns every
 * lightness over. `outlook`, as Outlook.com and its phone apps, only darkens what is light behind the text, and lightens
 * text that is dark.
 *
 * @example invertValue('color', '#000000', 'gmail') // '#f5f5f5'
 */
export function invertValue(property: string, value: string, inversion: Inversion): string {
  const name = property.toLowerCase();
  if (!/color|background|border|outline|^(?:text|link|vlink|fill|stroke)$/.test(name)) return value;
  return value.replace(tokens, (text) => {
    // What an address spells is no colour.
    const colour = /^url\(/i.test(text) ? null : parseColour(text);
    if (colour === null || colour.alpha === 0) return text;
    return written(inversion === 'gmail' ? turnedOver(colour) : eased(colour, behind.test(name)), colour.alpha);
  });
}

function turnedOver(colour: Colour): Colour {
  const [lightness, a, b] = toOklab(colour);
  return fromOklab(0.97 - 0.77 * lightness, a, b);
}

function eased(colour: Colour, isBehind: boolean): Colour {
  const [lightness] = toOklab(colour);
  return lightness > 0.6 === isBehind ? turnedOver(colour) : colour;
}

function written(colour: Colour, alpha: number): string {
  if (alpha === 1) return hexOf(colour);
  const [red, green, blue] = [colour.red, colour.green, colour.blue].map(Math.round);
  return `rgba(${red}, ${green}, ${blue}, ${alpha})`;
}

type Oklab = readonly [lightness: number, a: number, b: number];

/** Björn Ottosson's Oklab, in which equal steps of lightness look equal. */
function toOklab({ red, green, blue }: Colour): Oklab {
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab(lightness: number, a: number, b: number): Colour {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return {
    red: channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    green: channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    blue: channel(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
    alpha: 1,
  };
}

function channel(value: number): number {
  const gamma = value <= 0.0031308 ? 12.92 * value : 1.055 * Math.max(0, value) ** (1 / 2.4) - 0.055;
  return Math.min(255, Math.max(0, gamma * 255));
}
