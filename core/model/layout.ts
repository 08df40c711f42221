import { z } from 'zod';

/** How a section is laid out. `full` shows the whole body. */
export const layouts = ['lead', 'cards', 'list', 'brief', 'full'] as const;

export type Layout = (typeof layouts)[number];

/** What an edition can do without where its HTML would be clipped, in the order in which it does. */
export const sheddable = ['pictures', 'deks', 'articles'] as const;

export const sheddingSchema = z.array(z.enum(sheddable)).default([...sheddable]);

/** Where the links of running text stand in the text part: after their paragraph, or numbered and together at the end. */
export const textLinksSchema = z.enum(['inline', 'numbered']).default('inline');
