import { z } from 'zod';
import { layouts, sheddingSchema, textLinksSchema } from './layout.ts';
import { mailboxSchema } from './mailbox.ts';
import { languageSchema, nonEmptyLineSchema, slugSchema, timeZoneSchema } from './scalars.ts';
import { segmentSchema } from './segment.ts';
import { selectSchema } from './select.ts';
import { themeSchema } from './theme.ts';

export const sectionSchema = z.strictObject({
  title: nonEmptyLineSchema,
  select: selectSchema.default({}),
  layout: z.enum(layouts).default('list'),
});

/** A newsletter: the recurring title, as configured. Defaults are DESIGN's. */
export const newsletterSchema = z.strictObject({
  slug: slugSchema,
  title: nonEmptyLineSchema,
  /** One sentence about it, for pages and feeds. */
  description: nonEmptyLineSchema.nullable().default(null),
  /** From, as in RFC 5322: `Name <address>`. */
  from: mailboxSchema,
  replyTo: mailboxSchema.nullable().default(null),
  timeZone: timeZoneSchema,
  /** Five-field Unix cron in `timeZone`. Null: never by schedule. */
  cron: z.string().nullable().default(null),
  /** Null: the publication's language. */
  language: languageSchema.nullable().default(null),
  /** A name under `templates/editions` beside the config or in Pressrun's own kit, or the path of an `.mjml` file. */
  template: z.string().min(1),
  /** Liquid over the edition. */
  subject: z.string().min(1).default('{{ lead.headline }}'),
  /** Liquid over the edition: the inbox line after the subject. */
  preheader: z.string().default('{{ lead.dek }}'),
  sections: z.array(sectionSchema).min(1),
  /** What differs from the template's own look. */
  theme: themeSchema.optional(),
  /** Where the links of running text stand in the text part: after their paragraph, or numbered and together at the end. */
  textLinks: textLinksSchema,
  /** What an edition over the size budget loses first; kinds that are not named come after. */
  shed: sheddingSchema,
  minimumArticles: z.int().min(1).default(1),
  maxLatenessMinutes: z.int().positive().default(60),
  allowRepeats: z.boolean().default(false),
  /** The share of the provider's MaxSendRate that a run takes. */
  rateShare: z.number().gt(0).max(1).default(0.9),
  /** How long evidence is awaited before what is uncertain is held. */
  settlingMinutes: z.number().min(0).default(15),
  onUncertain: z.enum(['hold', 'send-again']).default('hold'),
  /** Whether the links of its editions, and their opening, are counted. */
  tracking: z.boolean().default(false),
  mailer: z.enum(['outbox', 'ses']).default('outbox'),
  /** Who of its active readers gets it. Null: all of them. */
  segment: segmentSchema.nullable().default(null),
  /** Whether anyone may read its past editions on the readers' pages. */
  publicArchive: z.boolean().default(true),
});

export type Newsletter = z.infer<typeof newsletterSchema>;
export type Section = z.infer<typeof sectionSchema>;
