import { z } from 'zod';
import { deploymentsSchema } from './deployment.ts';
import { newsletterSchema } from './newsletter.ts';
import { httpUrlSchema, languageSchema, nonEmptyLineSchema } from './scalars.ts';

const readersUrlSchema = httpUrlSchema.refine((value) => {
  const url = new URL(value);
  return url.protocol === 'https:' || /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
}, 'readers’ links are https, or http on loopback only');

const colourSchema = z.string().regex(/^#[0-9a-f]{6}$/i, 'a colour is # and six hexadecimal digits, such as #a11d21');

/** How readers' pages look; editions look as their templates say. What is left out is Pressrun's own. */
export const lookSchema = z.strictObject({
  /** Links and what is pressed. */
  accent: colourSchema.optional(),
  ink: colourSchema.optional(),
  paper: colourSchema.optional(),
  /** A picture for the masthead, in place of the publication's name. */
  logo: httpUrlSchema.optional(),
});

export const publicationSchema = z.strictObject({
  name: nonEmptyLineSchema,
  /** Where the publication lives; relative article URLs are resolved against it. */
  url: httpUrlSchema,
  /** Where readers' links (unsubscribe, view in browser) go. Default: `url`. */
  webUrl: readersUrlSchema.optional(),
  /** Where readers find the pictures that `import --pictures` stores: `<assetUrl>/pictures/…`. */
  assetUrl: readersUrlSchema.optional(),
  language: languageSchema.default('en'),
  /** The postal address that the law asks for in the footer. */
  postalAddress: nonEmptyLineSchema,
  look: lookSchema.optional(),
});

/** What newsletters with `mailer: "ses"` send through. */
export const sesSchema = z.strictObject({
  region: z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'a region is such as eu-west-1'),
  configurationSet: z.string().min(1).optional(),
  /** The SNS topic that the configuration set publishes to; `serve` takes its events. Default: it takes none. */
  feedbackTopic: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:sns:[a-z]{2}(?:-[a-z]+)+-\d:\d{12}:[A-Za-z0-9_-]{1,256}$/,
      'a topic is such as arn:aws:sns:eu-west-1:123456789012:ses-events',
    )
    .optional(),
});

/** The whole of `pressrun.config.ts` or `pressrun.config.json`. */
export const configSchema = z
  .strictObject({
    /** For editors: the JSON Schema of this file. */
    $schema: z.string().optional(),
    publication: publicationSchema,
    newsletters: z.array(newsletterSchema).min(1),
    ses: sesSchema.optional(),
    /** Where it runs on AWS, by name. */
    deployments: deploymentsSchema.default({}),
  })
  .superRefine((config, context) => {
    const seen = new Set<string>();
    for (const [index, newsletter] of config.newsletters.entries()) {
      if (seen.has(newsletter.slug)) {
        context.addIssue({
          code: 'custom',
          path: ['newsletters', index, 'slug'],
          message: 'a slug that no newsletter before it has',
          input: newsletter.slug,
        });
      }
      seen.add(newsletter.slug);
      if (newsletter.mailer === 'ses' && config.ses === undefined) {
        context.addIssue({
          code: 'custom',
          path: ['newsletters', index, 'mailer'],
          message: '"outbox"; or "ses" beside `ses: { region }` in the config',
          input: newsletter.mailer,
        });
      }
    }
  });

export type Config = z.infer<typeof configSchema>;
export type ConfigInput = z.input<typeof configSchema>;
export type Look = z.infer<typeof lookSchema>;
export type Publication = z.infer<typeof publicationSchema>;
