import { z } from 'zod';
import { editionIdSchema } from './edition.ts';

/** The links that differ between recipients. */
export const readerLinks = ['unsubscribe', 'preferences', 'view'] as const;
export type ReaderLink = (typeof readerLinks)[number];

/**
 * A place in the rendered edition that `compose` fills for each recipient. `marker` stands in the HTML, the text, the
 * subject or the preheader wherever the value goes; it is letters and digits only, and its nonce comes from the edition's content, so the
 * same edition has the same markers and no article text can hold one by chance.
 */
export const mergeFieldSchema = z.strictObject({
  marker: z.string().regex(/^[a-z0-9]+$/),
  value: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('attribute'), name: z.string(), default: z.string() }),
    z.strictObject({ kind: z.literal('link'), link: z.enum(readerLinks) }),
    /** The reader's token in the links that are counted; only ever in what is composed. */
    z.strictObject({ kind: z.literal('tracking') }),
  ]),
});

/**
 * What an edition lost so that no mail reader clips it. `picture` and `dek` of an article; `article`: it stands as a link under
 * its section; `left-out`: it is only counted there; `body`: of an article in full, which is linked instead, for it is never cut.
 */
export const shedSchema = z.strictObject({
  what: z.enum(['picture', 'dek', 'article', 'left-out', 'body']),
  /** The section's title. */
  section: z.string(),
  articleId: z.string(),
});

/** What is counted of an edition. Its HTML and text hold the addresses themselves; only messages lead through `base`. */
export const trackingSchema = z.strictObject({
  /** The readers' pages, without a slash at the end. */
  base: z.string(),
  /** Every address that is counted, by its number from 1: there and nowhere else does a counted link lead. */
  links: z.array(z.string()),
});

export const renderedEditionSchema = z.strictObject({
  editionId: editionIdSchema,
  /** SHA-256, in hex, of the edition and of every template that made it: the same revision is the same bytes. */
  revision: z.string().regex(/^[0-9a-f]{64}$/),
  /** SHA-256, in hex, of the template and the partials. */
  templateHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** One line of plain text; may hold markers. */
  subject: z.string(),
  /** One line of plain text; may hold markers. Already in the HTML. */
  preheader: z.string(),
  html: z.string(),
  text: z.string(),
  fields: z.array(mergeFieldSchema),
  /** In the order of the sections. Empty: the edition is whole. */
  shed: z.array(shedSchema).default([]),
  /** What the HTML would have weighed, in bytes as delivered; null where nothing was shed. */
  unshedBytes: z.int().positive().nullable().default(null),
  /** Absent: nothing is counted. */
  tracking: trackingSchema.optional(),
});

export type MergeField = z.infer<typeof mergeFieldSchema>;
export type Tracking = z.infer<typeof trackingSchema>;
export type Shed = z.infer<typeof shedSchema>;
export type RenderedEdition = z.infer<typeof renderedEditionSchema>;
