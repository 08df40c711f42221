import { z } from 'zod';
import { httpUrlSchema, lineSchema } from './scalars.ts';

/** A picture. `alt` is always there: the empty string says that it is decorative (HTML, section 4.8.4.4). */
export const imageSchema = z.strictObject({
  url: httpUrlSchema,
  alt: lineSchema.default(''),
  caption: lineSchema.nullable().default(null),
  credit: lineSchema.nullable().default(null),
  /** Intrinsic width in CSS pixels. */
  width: z.int().positive().nullable().default(null),
  /** Intrinsic height in CSS pixels. */
  height: z.int().positive().nullable().default(null),
});

export type Image = z.infer<typeof imageSchema>;
