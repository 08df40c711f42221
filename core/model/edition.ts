import { z } from 'zod';
import { articleSchema } from './article.ts';
import { layouts, sheddingSchema, textLinksSchema } from './layout.ts';
import { dateSchema, instantSchema, languageSchema, slugSchema, timeZoneSchema } from './scalars.ts';

/** `<newsletter>/<YYYY-MM-DD>`, with `T<HHMM>` where the newsletter goes out several times on some date. */
export const editionIdSchema = z
  .string()
  .regex(
    /^[a-z0-9-]{1,40}\/\d{4}-\d{2}-\d{2}(?:T\d{4})?$/,
    'an edition id is <newsletter>/<YYYY-MM-DD>, or with T<HHMM>',
  );

/**
 * One dated sending of a newsletter: the articles chosen, in their sections, and everything else a template may name.
 * Made by `assemble`; holds no subscriber and no instant but its own.
 */
export const editionSchema = z.strictObject({
  id: editionIdSchema,
  newsletter: z.strictObject({
    slug: slugSchema,
    title: z.string(),
    description: z.string().nullable(),
  }),
  publication: z.strictObject({ name: z.string(), url: z.string(), postalAddress: z.string() }),
  /** The instant the edition is made for. */
  at: instantSchema,
  /** Its date in the newsletter's time zone. */
  on: dateSchema,
  timeZone: timeZoneSchema,
  language: languageSchema,
  direction: z.enum(['ltr', 'rtl']),
  /** As configured: a name or a path. */
  template: z.string(),
  /** Liquid, as configured. */
  subject: z.string(),
  /** Liquid, as configured. */
  preheader: z.string(),
  /** As configured. */
  shed: sheddingSchema,
  /** Tokens that stand before the template's own; see `themeTokens`. */
  theme: z.record(z.string().regex(/^[a-z_]+$/), z.string()).default({}),
  /** As configured. */
  textLinks: textLinksSchema,
  /** The readers' pages through which its links lead, so that they are counted. Absent: nothing is. */
  tracking: z.string().optional(),
  /** The first article of the first section. */
  lead: articleSchema,
  /** Never one without articles. */
  sections: z
    .array(z.strictObject({ title: z.string(), layout: z.enum(layouts), articles: z.array(articleSchema).min(1) }))
    .min(1),
});

export type Edition = z.infer<typeof editionSchema>;
export type EditionSection = Edition['sections'][number];

/** The edition id with `/` written `_`, for SES tags, execution names and file names. */
export function editionTag(editionId: string): string {
  return editionId.replace('/', '_');
}

/** What `assemble` looks back on: an earlier edition of the same newsletter and the articles it carried. */
export interface PastEdition {
  id: string;
  at: string;
  articleIds: readonly string[];
}
