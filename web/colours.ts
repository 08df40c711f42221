/** Red, green and blue, 0 to 255. */
type Rgb = readonly [number, number, number];

/** The least contrast of text (WCAG 2.2, 1.4.3). */
const enough = 4.5;

/** A colour moved towards `pole` just as far as text in it needs to be read on `paper`. */
export function readable(colour: string, paper: string, pole: string): string {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(colour, pole, share);
    if (contrast(mixed, paper) >= enough) return mixed;
  }
  return pole;
}

/** Of two colours the one that stands out more. */
export function standingOut(paper: string, one: string, other: string): string {
  return contrast(one, paper) >= contrast(other, paper) ? one : other;
}

/** A colour with `share` of another in it. */
export function mix(colour: string, other: string, share: number): string {
  const from = rgbOf(colour);
  const to = rgbOf(other);
  return `#${from.map((value, index) => hex(value + ((to[index] ?? 0) - value) * share)).join('')}`;
}

/** WCAG 2.2, contrast ratio. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = rgbOf(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function rgbOf(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function hex(value: number): string {
  return Math.round(value).toString(16).padStart(2, '0');
}
