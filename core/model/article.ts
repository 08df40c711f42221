import { z } from 'zod';
import { blockSchema } from './block.ts';
import { imageSchema } from './image.ts';
import { httpUrlSchema, instantSchema, languageSchema, lineSchema, nonEmptyLineSchema } from './scalars.ts';

/** A section's path: `/`, or segments each begun by `/` with no slash at the end, such as `/world/asia`. */
export const sectionPathSchema = z
  .string()
  .regex(
    /^\/(?:[^\s/]+(?:\/[^\s/]+)*)?$/,
    'a section path begins with "/" and does not end with one, such as /world/asia',
  );

/** The formats articles arrive in. */
export const articleFormats = ['json', 'ans', 'feed', 'html', 'markdown'] as const;

/**
 * One article, as every stage sees it. Absent optional fields are null, never missing, so that templates and code test
 * one thing. `articleSchema` parses Pressrun's own JSON and fills the defaults.
 */
export const articleSchema = z.strictObject({
  /** Opaque and stable: the same article imported again has the same id. */
  id: z.string().regex(/^[^\s\p{Cc}]{1,200}$/u, 'an id is 1 to 200 characters without white space'),
  headline: nonEmptyLineSchema,
  /** Without one the headline is not a link. */
  url: httpUrlSchema.nullable().default(null),
  /** The sentence under the headline. */
  dek: lineSchema.nullable().default(null),
  /** The small label above the headline. */
  kicker: lineSchema.nullable().default(null),
  /** Names, in order. */
  byline: z.array(nonEmptyLineSchema).default([]),
  dateline: lineSchema.nullable().default(null),
  /** Null: the publication's language. */
  language: languageSchema.nullable().default(null),
  publishedAt: instantSchema,
  updatedAt: instantSchema.nullable().default(null),
  section: z.strictObject({ path: sectionPathSchema, name: nonEmptyLineSchema }).nullable().default(null),
  tags: z.array(nonEmptyLineSchema).default([]),
  image: imageSchema.nullable().default(null),
  body: z.array(blockSchema).default([]),
  corrections: z
    .array(z.strictObject({ text: nonEmptyLineSchema, at: instantSchema.nullable().default(null) }))
    .default([]),
  /** No edition before this instant carries the article. */
  embargoUntil: instantSchema.nullable().default(null),
  /** Where it may be published; null or empty: everywhere. One without `email` is never in an edition. */
  channels: z.array(nonEmptyLineSchema).nullable().default(null),
  /** Who supplied it, such as a wire agency. */
  distributor: lineSchema.nullable().default(null),
  /** Where it came from: the format, and the file or feed entry. */
  source: z.strictObject({ format: z.enum(articleFormats), reference: z.string() }),
});

export type Article = z.infer<typeof articleSchema>;
export type ArticleInput = z.input<typeof articleSchema>;
