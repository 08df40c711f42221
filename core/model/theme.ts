import { z } from 'zod';

/** A colour as the config writes one. */
export const colourSchema = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i, 'a colour is # and six hexadecimal digits, such as #a11d21');

/** Colours of the page, its text, second text, hairlines, labels and links, boxes, and a band at the head. */
const coloursSchema = z.strictObject({
  paper: colourSchema.optional(),
  ink: colourSchema.optional(),
  soft: colourSchema.optional(),
  rule: colourSchema.optional(),
  accent: colourSchema.optional(),
  tint: colourSchema.optional(),
  band: colourSchema.optional(),
});

const fontsSchema = z
  .string()
  .regex(/^[\w\s,'-]{1,200}$/, "fonts are names with commas between them, such as Georgia, 'Times New Roman', serif");

/** What an edition looks like, where it is not as its template says. `check` warns of colours that cannot be read. */
export const themeSchema = z.strictObject({
  colours: coloursSchema.optional(),
  /** In dark mode. */
  darkColours: coloursSchema.optional(),
  type: z
    .strictObject({
      serif: fontsSchema.optional(),
      sans: fontsSchema.optional(),
      /** Of headlines. */
      weight: z.enum(['normal', 'bold']).optional(),
      /** Of running text: line height over font size. */
      leading: z.number().min(1.2).max(2.2).optional(),
    })
    .optional(),
  spacing: z
    .strictObject({
      /** At the sides, in pixels, of 600. */
      margin: z.int().min(10).max(100).optional(),
    })
    .optional(),
});

export type Theme = z.infer<typeof themeSchema>;

/** A mail is this wide, in pixels. */
const width = 600;
/** Half of what stands between two columns. */
const columnPadding = 10;

/** A theme as the tokens that templates see: `theme.accent`, `theme.dark_accent`, `theme.measure`, … */
export function themeTokens({ colours, darkColours, type, spacing }: Theme): Record<string, string> {
  const margin = spacing?.margin;
  const gutter = margin === undefined ? undefined : margin - columnPadding;
  const all: Record<string, string | number | undefined> = {
    ...colours,
    ...Object.fromEntries(Object.entries(darkColours ?? {}).map(([name, colour]) => [`dark_${name}`, colour])),
    serif: type?.serif,
    sans: type?.sans,
    weight: type?.weight,
    loose: type?.leading,
    margin: margin === undefined ? undefined : `${margin}px`,
    gutter: gutter === undefined ? undefined : `${gutter}px`,
    measure: margin === undefined ? undefined : width - 2 * margin,
    half: gutter === undefined ? undefined : width / 2 - gutter - 2 * columnPadding,
  };
  const set = Object.entries(all).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
  return Object.fromEntries(set.map(([name, value]) => [name, String(value)]));
}
