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
  ]),
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
});

export type MergeField = z.infer<typeof mergeFieldSchema>;
export type RenderedEdition = z.infer<typeof renderedEditionSchema>;
