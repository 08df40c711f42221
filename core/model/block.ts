import { z } from 'zod';
import { imageSchema } from './image.ts';
import { httpUrlSchema, instantSchema, lineSchema, nonEmptyLineSchema } from './scalars.ts';

/**
 * Rich text: inline HTML of the small allow-list in `core/text/sanitise.ts`. The schema cannot judge it, so every
 * importer sanitises before it builds a block, and `render` sanitises again.
 */
export const richTextSchema = z.string();

/** One item of a list, with the list below it where there is one. */
const listItemSchema = z.strictObject({
  html: richTextSchema,
  get list(): z.ZodDefault<z.ZodNullable<typeof listBlockSchema>> {
    return listBlockSchema.nullable().default(null);
  },
});

const listBlockSchema = z.strictObject({
  type: z.literal('list'),
  ordered: z.boolean().default(false),
  items: z.array(listItemSchema).min(1),
});

/** A titled group, such as "What you need to know". */
const boxBlockSchema = z.strictObject({
  type: z.literal('box'),
  title: lineSchema.nullable().default(null),
  get blocks(): z.ZodArray<typeof blockSchema> {
    return z.array(blockSchema);
  },
});

/** One piece of an article's body, told apart by `type`. */
export const blockSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('paragraph'), html: richTextSchema }),
  z.strictObject({ type: z.literal('heading'), level: z.int().min(1).max(6).default(2), html: richTextSchema }),
  /** `block` is a quotation in the text; `pull` repeats a line of it for display. */
  z.strictObject({
    type: z.literal('quote'),
    style: z.enum(['block', 'pull']).default('block'),
    paragraphs: z.array(richTextSchema).min(1),
    citation: richTextSchema.nullable().default(null),
  }),
  /** An interstitial "read also" line. */
  z.strictObject({
    type: z.literal('link'),
    url: httpUrlSchema,
    title: nonEmptyLineSchema,
    dek: lineSchema.nullable().default(null),
    image: imageSchema.nullable().default(null),
  }),
  z.strictObject({ type: z.literal('image'), image: imageSchema }),
  /** Cells are rich text. Rows may be ragged; `render` pads them. */
  z.strictObject({
    type: z.literal('table'),
    header: z.array(richTextSchema).default([]),
    rows: z.array(z.array(richTextSchema)),
    caption: lineSchema.nullable().default(null),
  }),
  z.strictObject({ type: z.literal('divider') }),
  z.strictObject({ type: z.literal('correction'), html: richTextSchema, at: instantSchema.nullable().default(null) }),
  /** Something that mail cannot show (video, a post, a gallery), kept as a link. */
  z.strictObject({
    type: z.literal('embed'),
    url: httpUrlSchema,
    title: nonEmptyLineSchema,
    provider: lineSchema.nullable().default(null),
    image: imageSchema.nullable().default(null),
  }),
  listBlockSchema,
  boxBlockSchema,
]);

export type Block = z.infer<typeof blockSchema>;
export type ListBlock = z.infer<typeof listBlockSchema>;
export type ListItem = z.infer<typeof listItemSchema>;
export type BoxBlock = z.infer<typeof boxBlockSchema>;

/** Every block type there is. */
export const blockTypes = blockSchema.options.map((option) => option.shape.type.value);
