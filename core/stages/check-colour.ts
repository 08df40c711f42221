/** A colour in sRGB: 0 to 255, and its opacity from 0 to 1. */
export interface Colour {
  red: number;
  green: number;
  blue: number;
  alpha: number;
}

const names: Readonly<Record<string, string>> = {
  aqua: '#00ffff',
  beige: '#f5f5dc',
  black: '#000000',
  blue: '#0000ff',
  brown: '#a52a2a',
  crimson: '#dc143c',
  cyan: '#00ffff',
  darkblue: '#00008b',
  darkgray: '#a9a9a9',
  darkgreen: '#006400',
  darkgrey: '#a9a9a9',
  darkred: '#8b0000',
  dimgray: '#696969',
  dimgrey: '#696969',
  firebrick: '#b22222',
  fuchsia: '#ff00ff',
  gainsboro: '#dcdcdc',
  gold: '#ffd700',
  gray: '#808080',
  green: '#008000',
  grey: '#808080',
  indigo: '#4b0082',
  ivory: '#fffff0',
  lightgray: '#d3d3d3',
  lightgrey: '#d3d3d3',
  lime: '#00ff00',
  magenta: '#ff00ff',
  maroon: '#800000',
  midnightblue: '#191970',
  navy: '#000080',
  olive: '#808000',
  orange: '#ffa500',
  pink: '#ffc0cb',
  purple: '#800080',
  rebeccapurple: '#663399',
  red: '#ff0000',
  silver: '#c0c0c0',
  slategray: '#708090',
  slategrey: '#708090',
  snow: '#fffafa',
  teal: '#008080',
  tomato: '#ff6347',
  transparent: '#00000000',
  white: '#ffffff',
  whitesmoke: '#f5f5f5',
  yellow: '#ffff00',
};

/**
 * A colour as CSS writes it: hexadecimal, `rgb()`, `hsl()`, or one of the common names.
 *
 * @returns null for anything else, such as `inherit` or a function of other colours.
 * @example parseColour('#c00') // { red: 204, green: 0, blue: 0, alpha: 1 }
 */
export function parseColour(text: string): Colour | null {
  const value = text.trim().toLowerCase();
  const hex = /^#([0-9a-f]{3,8})$/.exec(names[value] ?? value)?.[1];
  if (hex !== undefined) return fromHex(hex);
  const call = /^(rgb|hsl)a?\(([^()]*)\)$/.exec(value);
  if (call === null) return null;
  const parts = (call[2] ?? '').split(/[\s,/]+/).filter((part) => part !== '');
  if (parts.length < 3 || parts.length > 4) return null;
  const alpha = parts[3] === undefined ? 1 : fraction(parts[3], 1);
  const colour = call[1] === 'rgb' ? fromRgb(parts, alpha) : fromHsl(parts, alpha);
  return Object.values(colour).every(Number.isFinite) ? colour : null;
}

function fromHex(hex: string): Colour | null {
  const long = hex.length <= 4 ? [...hex].map((digit) => digit + digit).join('') : hex;
  if (long.length !== 6 && long.length !== 8) return null;
  const [red = 0, green = 0, blue = 0, alpha = 255] = (long.match(/../g) ?? []).map((pair) =>
    Number.parseInt(pair, 16),
  );
  return { red, green, blue, alpha: alpha / 255 };
}

function fromRgb(parts: readonly string[], alpha: number): Colour {
  const [red = 0, green = 0, blue = 0] = parts.map((part) => clamp(fraction(part, 255) * 255, 255));
  return { red, green, blue, alpha };
}

function fromHsl([hue = '', saturation = '', lightness = '']: readonly string[], alpha: number): Colour {
  const degrees = (((Number.parseFloat(hue) % 360) + 360) % 360) / 30;
  const s = fraction(saturation, 100);
  const l = fraction(lightness, 100);
  const channel = (offset: number): number => {
    const k = (offset + degrees) % 12;
    return 255 * (l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return { red: channel(0), green: channel(8), blue: channel(4), alpha };
}

/** A number or a percentage as a share of `whole`. */
function fraction(text: string, whole: number): number {
  const number = Number.parseFloat(text);
  return text.endsWith('%') ? number / 100 : number / whole;
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}

/** A colour as it looks in front of another that is opaque. */
export function over(front: Colour, back: Colour): Colour {
  const mix = (a: number, b: number) => a * front.alpha + b * (1 - front.alpha);
  return {
    red: mix(front.red, back.red),
    green: mix(front.green, back.green),
    blue: mix(front.blue, back.blue),
    alpha: 1,
  };
}

/** The contrast of two opaque colours, from 1 to 21 (WCAG 2.2, contrast ratio). */
export function contrastRatio(one: Colour, other: Colour): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** WCAG 2.2, relative luminance. */
function luminance({ red, green, blue }: Colour): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** A channel of sRGB, undone of its gamma. */
export function linear(channel: number): number {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** `#rrggbb`; the opacity is left out. */
export function hexOf({ red, green, blue }: Colour): string {
  return `#${[red, green, blue].map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
}
