import { z } from 'zod';
import { readInstant } from './import-date.ts';

/**
 * What Pressrun relies on of ANS 0.10.x: the fields it reads, as the public schema has them. Fields that it does not read
 * are not judged, for what a CMS adds of its own is no fault. Null counts as absent.
 */
const line = z.string().nullish();
const instant = z
  .string()
  .refine((value) => readInstant(value) !== null, 'an RFC 3339 date and time, such as 2026-11-23T07:00:00-05:00')
  .transform((value) => readInstant(value) ?? value);

/** Texts by purpose; `basic` is the one for every purpose. */
const dictionary = z.looseObject({ basic: line }).nullish();

export const referenceSchema = z.looseObject({
  referent: z.looseObject({
    id: z.string(),
    type: line,
    provider: line,
    website: line,
    referent_properties: z.looseObject({}).nullish(),
  }),
});

const creditSchema = z
  .looseObject({ type: line, name: line, byline: line, referent: z.unknown().optional() })
  .superRefine((credit, context) => {
    if (credit.type === 'reference') {
      const reference = referenceSchema.safeParse(credit);
      if (!reference.success)
        context.addIssue({
          code: 'custom',
          path: ['referent', 'id'],
          message: 'the id of an author',
          input: credit.referent,
        });
    } else if (credit.type !== 'author') {
      context.addIssue({ code: 'custom', path: ['type'], message: '"author", "reference"', input: credit.type });
    } else if (typeof credit.name !== 'string') {
      context.addIssue({ code: 'custom', path: ['name'], message: 'the name of an author', input: credit.name });
    }
  });

/** Who made it, by role. `by` is the byline of a story and the photographer of a picture. */
export const creditsSchema = z
  .looseObject({
    by: z.array(creditSchema).nullish(),
    photos_by: z.array(creditSchema).nullish(),
    affiliation: z.array(creditSchema).nullish(),
  })
  .nullish();

const sectionSchema = z.looseObject({
  type: line,
  _id: line,
  _website: line,
  name: line,
  path: line,
  primary: z.boolean().nullish(),
  referent: z.looseObject({ id: z.string() }).nullish(),
});

const distributorSchema = z
  .looseObject({ name: line, mode: z.enum(['custom', 'reference']).nullish(), reference_id: line })
  .superRefine((distributor, context) => {
    const referenced = distributor.mode === 'reference';
    if (referenced && !distributor.reference_id) {
      context.addIssue({
        code: 'custom',
        path: ['reference_id'],
        message: 'the id of a distributor, for mode is "reference"',
        input: distributor.reference_id,
      });
    }
    if (!referenced && distributor.reference_id) {
      context.addIssue({
        code: 'custom',
        path: ['mode'],
        message: '"reference", for there is a reference_id',
        input: distributor.mode,
      });
    }
  });

const websiteSchema = z.looseObject({ website_url: line, website_section: sectionSchema.nullish() });

const taxonomySchema = z.looseObject({
  primary_section: sectionSchema.nullish(),
  sections: z.array(sectionSchema).nullish(),
  primary_site: sectionSchema.nullish(),
  sites: z.array(sectionSchema).nullish(),
  tags: z.array(z.looseObject({ type: z.literal('tag').nullish(), text: z.string() })).nullish(),
});

/** A story. */
export const storySchema = z.looseObject({
  type: z.literal('story'),
  version: z.string().regex(/^0\.10\.\d{1,3}$/, 'a version 0.10.x of ANS, such as 0.10.11'),
  _id: line,
  // A story without headlines lacks `headlines.basic`, and is told so.
  headlines: z.preprocess(
    (value) => value ?? {},
    z.looseObject({ basic: z.string('a headline').refine((value) => value.trim() !== '', 'a headline') }),
  ),
  subheadlines: dictionary,
  description: dictionary,
  label: z
    .looseObject({ basic: z.looseObject({ text: z.string(), display: z.boolean().nullish() }).nullish() })
    .nullish(),
  credits: creditsSchema,
  vanity_credits: creditsSchema,
  language: line,
  location: line,
  canonical_url: line,
  canonical_url_external: line,
  canonical_website: line,
  website_url: line,
  websites: z.record(z.string(), websiteSchema).nullish(),
  display_date: instant.nullish(),
  publish_date: instant.nullish(),
  first_publish_date: instant.nullish(),
  last_updated_date: instant.nullish(),
  created_date: instant.nullish(),
  taxonomy: taxonomySchema.nullish(),
  channels: z.array(z.string()).nullish(),
  content_restrictions: z
    .looseObject({ embargo: z.looseObject({ active: z.boolean(), end_time: instant.nullish() }).nullish() })
    .nullish(),
  corrections: z.array(z.looseObject({ text: z.string() })).nullish(),
  distributor: distributorSchema.nullish(),
  owner: z.looseObject({ sponsored: z.boolean().nullish() }).nullish(),
  revision: z.looseObject({ published: z.boolean().nullish() }).nullish(),
  promo_items: z.record(z.string(), z.unknown()).nullish(),
  content_elements: z.array(z.unknown()).nullish(),
});

export type AnsStory = z.output<typeof storySchema>;
export type AnsCredits = z.output<typeof creditsSchema>;
export type AnsSection = z.output<typeof sectionSchema>;

/** What every element of a story has. */
export const elementSchema = z.looseObject({ type: z.string(), channels: z.array(z.string()).nullish() });

export const imageSchema = z.looseObject({
  url: line,
  alt_text: line,
  caption: line,
  width: z.number().nullish(),
  height: z.number().nullish(),
  credits: creditsSchema,
  vanity_credits: creditsSchema,
});

/** What a story, a video, an audio or a gallery gives to a link that stands for it. */
export const contentSchema = z.looseObject({
  _id: line,
  headlines: dictionary,
  subheadlines: dictionary,
  description: dictionary,
  canonical_url: line,
  canonical_url_external: line,
  canonical_website: line,
  website_url: line,
  websites: z.record(z.string(), z.looseObject({ website_url: line })).nullish(),
  promo_items: z.record(z.string(), z.unknown()).nullish(),
});

const streams = z.array(z.looseObject({ url: line })).nullish();

export const videoSchema = contentSchema.extend({
  embed_html: line,
  youtube_content_id: line,
  streams,
  promo_image: z.unknown().optional(),
});

export const audioSchema = contentSchema
  .extend({ source_url: line, streams })
  .refine((audio) => Boolean(audio.source_url) || (audio.streams?.length ?? 0) > 0, {
    path: ['streams'],
    message: 'at least one stream, or a source_url',
  });

export const gallerySchema = contentSchema.extend({ content_elements: z.array(z.unknown()).nullish() });

const textSchema = z.looseObject({ type: z.literal('text'), content: z.string() });

export const elementSchemas = {
  text: textSchema.extend({
    block_properties: z.looseObject({ dropcap: z.literal('letter').nullish() }).nullish(),
  }),
  raw_html: z.looseObject({ content: z.string() }),
  header: z.looseObject({ content: z.string(), level: z.int().nullish() }),
  blockquote: z.looseObject({ content: z.string(), subtype: line }),
  quote: z.looseObject({ content_elements: z.array(z.unknown()), citation: textSchema.nullish(), subtype: line }),
  list: z.looseObject({ list_type: line, items: z.array(z.unknown()).nullish() }),
  table: z.looseObject({ header: z.array(textSchema).nullish(), rows: z.array(z.array(textSchema)) }),
  code: z.looseObject({ content: z.string() }),
  correction: z.looseObject({ text: z.string() }),
  endorsement: z.looseObject({ endorsement: z.string() }),
  numeric_rating: z.looseObject({ numeric_rating: z.number(), max: z.number().nullish(), units: line }),
  interstitial_link: z.looseObject({
    url: z.string(),
    content: z.string(),
    description: textSchema.nullish(),
    image: z.unknown().optional(),
  }),
  link_list: z.looseObject({ title: line, items: z.array(z.unknown()).min(1) }),
  element_group: z.looseObject({ content_elements: z.array(z.unknown()) }),
  custom_embed: z.looseObject({
    embed: z.looseObject({ id: z.string().min(1), url: z.string().min(1), config: z.looseObject({}).nullish() }),
  }),
  oembed_response: z.looseObject({
    raw_oembed: z
      .looseObject({
        type: line,
        url: line,
        title: line,
        author_name: line,
        provider_name: line,
        html: line,
        thumbnail_url: line,
      })
      .nullish(),
    referent: z.looseObject({ id: z.string() }).nullish(),
  }),
  list_item_text: textSchema,
} as const;
