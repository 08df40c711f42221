import { z } from 'zod';
import { sectionPathSchema } from './article.ts';

/** A duration such as `90m`, `24h`, `7d`; kept as written. */
export const withinSchema = z
  .string()
  .regex(/^[1-9]\d{0,4}[mhd]$/, 'a duration is a number and m, h or d, such as 24h');

/**
 * Which articles a section takes. Every rule that is given must hold, except `ids`: pinned articles come first, in the
 * order written, whatever `section`, `tag` and `within` say (embargo, channel, repeats, `exclude` and `limit` still hold). With
 * no other rule than `ids` the section holds only these.
 */
export const selectSchema = z.strictObject({
  /** A section path; the sections below it count. */
  section: sectionPathSchema.optional(),
  /** A tag, compared without regard to case. */
  tag: z.string().min(1).optional(),
  /** Published at most this long before the edition's instant. */
  within: withinSchema.optional(),
  limit: z.int().positive().max(500).optional(),
  /** Pinned articles. */
  ids: z.array(z.string()).optional(),
  /** Articles never taken. */
  exclude: z.array(z.string()).optional(),
});

export type Select = z.infer<typeof selectSchema>;
