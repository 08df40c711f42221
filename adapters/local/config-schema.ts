import { z } from 'zod';
import { configSchema } from '../../core/model/config.ts';

/** A JSON Schema, as far as it is walked here. */
export interface JsonSchema {
  type?: string | string[];
  description?: string;
  default?: unknown;
  enum?: unknown[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  [key: string]: unknown;
}

/** What every key of the config means, by its path; a list's items are `[]`, and NAME is a name of one's own. */
export const configKeys: Readonly<Record<string, string>> = {
  $schema: 'The JSON Schema of this file, for editors. Of a .json config only.',
  publication: 'Who publishes.',
  'publication.name': 'Its name, as readers see it.',
  'publication.url': 'Where it lives on the web. Relative article URLs are resolved against it.',
  'publication.webUrl':
    'Where readers’ links go (unsubscribe, preferences, view in browser): https, or http on loopback only. Default: `publication.url`.',
  'publication.assetUrl':
    'Where readers find the pictures that `import --pictures` stores, as `<assetUrl>/pictures/…`: https, or http on loopback only.',
  'publication.language': 'The language of articles and newsletters that name none: a BCP 47 tag.',
  'publication.postalAddress': 'The postal address that the law asks for in the footer. Without it no edition is sent.',
  'publication.look': 'How readers’ pages look. Editions look as their templates say.',
  'publication.look.accent':
    'The colour of links and of what is pressed. Darkened on the page where it could not be read.',
  'publication.look.ink': 'The colour of text.',
  'publication.look.paper': 'The colour of the page.',
  'publication.look.logo': 'A picture for the masthead, in place of the publication’s name.',
  newsletters: 'The newsletters, at least one.',
  'newsletters[].slug': 'Its name in commands, ids and links: 1 to 40 of a-z, 0-9 and "-". Never change it.',
  'newsletters[].title': 'Its name, as readers see it.',
  'newsletters[].description': 'One sentence about it, for pages and feeds.',
  'newsletters[].from': 'Who it is from: an address, or `Name <address>`.',
  'newsletters[].replyTo': 'Where answers go. Default: From.',
  'newsletters[].timeZone': 'An IANA time zone, such as `Europe/London`: of its dates, and of `cron`.',
  'newsletters[].cron':
    'When it goes out, as five-field Unix cron in `timeZone`, such as `0 7 * * 1-5`. Default: by hand only.',
  'newsletters[].language':
    'A BCP 47 tag. Default: the publication’s. A right-to-left language makes a right-to-left edition.',
  'newsletters[].template':
    'A name of `templates/editions` beside the config, else of Pressrun’s own (`brief`, `story`, `digest`); or the path of an `.mjml` file beside the config.',
  'newsletters[].subject': 'Liquid over the edition.',
  'newsletters[].preheader': 'Liquid over the edition: the inbox line after the subject.',
  'newsletters[].sections': 'Its sections, in order. One without articles is left out.',
  'newsletters[].sections[].title': 'Its title.',
  'newsletters[].sections[].select': 'Which articles it takes. Every rule given must hold.',
  'newsletters[].sections[].select.section': 'A section path, such as `/world`; the sections below it count.',
  'newsletters[].sections[].select.tag': 'A tag, compared without regard to case.',
  'newsletters[].sections[].select.within':
    'Published at most this long before the edition: a number and `m`, `h` or `d`, such as `24h`.',
  'newsletters[].sections[].select.limit': 'At most so many articles.',
  'newsletters[].sections[].select.ids': 'Pinned articles, in order, whatever the other rules say.',
  'newsletters[].sections[].select.exclude': 'Articles never taken, by id.',
  'newsletters[].sections[].layout':
    '`lead`, `cards`, `list`, `brief` (headline and dek) or `full` (the whole body, every block).',
  'newsletters[].theme': 'What differs from the template’s own look; templates/README.md says what each token is.',
  'newsletters[].theme.colours': 'Each `#` and six hexadecimal digits. `check` warns of what cannot be read.',
  'newsletters[].theme.colours.paper': 'Of the page.',
  'newsletters[].theme.colours.ink': 'Of text.',
  'newsletters[].theme.colours.soft': 'Of second text: deks, bylines, captions.',
  'newsletters[].theme.colours.rule': 'Of hairlines.',
  'newsletters[].theme.colours.accent': 'Of labels and links.',
  'newsletters[].theme.colours.tint': 'Of boxes.',
  'newsletters[].theme.colours.band': 'Of the band at the head, whose words are white.',
  'newsletters[].theme.darkColours': 'The same in dark mode.',
  'newsletters[].theme.darkColours.paper': 'Of the page.',
  'newsletters[].theme.darkColours.ink': 'Of text.',
  'newsletters[].theme.darkColours.soft': 'Of second text.',
  'newsletters[].theme.darkColours.rule': 'Of hairlines.',
  'newsletters[].theme.darkColours.accent': 'Of labels and links.',
  'newsletters[].theme.darkColours.tint': 'Of boxes.',
  'newsletters[].theme.darkColours.band': 'Of the band at the head.',
  'newsletters[].theme.type': 'Fonts that readers have: none is fetched.',
  'newsletters[].theme.type.serif': 'Of headlines and text, such as `Georgia, serif`.',
  'newsletters[].theme.type.sans': 'Of labels, bylines and captions.',
  'newsletters[].theme.type.weight': 'Of headlines below the first.',
  'newsletters[].theme.type.leading': 'Line height of running text, as a multiple of its size.',
  'newsletters[].theme.spacing': 'Room around the text.',
  'newsletters[].theme.spacing.margin': 'At the sides, in pixels of 600.',
  'newsletters[].textLinks':
    'Where links of running text stand in the text part: `inline`, after their paragraph, or `numbered`, together at the end.',
  'newsletters[].segment':
    'Who of its active readers gets it: one rule, such as `{ locale: "pt" }`, or several in `all`, `any` and `not`; docs/reference/subscribers.md has them all. Default: all of them.',
  'newsletters[].shed':
    'What an edition loses first where its HTML would be over 95,000 bytes, which mail readers clip: `pictures` of cards and lists, `deks`, and the last `articles` of its longest sections, which become links. What is not named comes last.',
  'newsletters[].minimumArticles': 'An edition with fewer articles is not made.',
  'newsletters[].maxLatenessMinutes': 'The schedule does not send an edition later than this. A person may.',
  'newsletters[].allowRepeats': 'Whether an article that an earlier edition carried may come again.',
  'newsletters[].rateShare': 'The share of the provider’s sending rate that a run takes.',
  'newsletters[].settlingMinutes': 'How long evidence is awaited while anything is uncertain.',
  'newsletters[].onUncertain':
    '`hold` leaves messages that may or may not have been taken to a person; `send-again` sends them again, and may mail a reader twice.',
  'newsletters[].tracking':
    'Whether links and openings are counted; docs/reference/report.md says what is recorded. Off: not a byte differs.',
  'newsletters[].publicArchive': 'Whether anyone may read its past editions on the readers’ pages.',
  'newsletters[].mailer': '`outbox` writes files and mails nobody; `ses` is Amazon SES.',
  ses: 'What newsletters with `mailer: "ses"` send through.',
  'ses.region': 'The AWS region, such as `eu-west-1`.',
  'ses.configurationSet': 'The SES configuration set. Default: the account’s default set, if it has one.',
  'ses.feedbackTopic':
    'The ARN of the SNS topic that the configuration set publishes its events to: `serve` takes them at `/feedback/ses`. Default: it takes none.',
  deployments: 'Where it runs on AWS, by name. `prod` alone writes to anybody.',
  'deployments.NAME.region': 'The AWS region, such as `eu-west-1`.',
  'deployments.NAME.account': 'Twelve digits: any other account is refused. Default: the account of whoever deploys.',
  'deployments.NAME.identity': 'The SES identity that newsletters are from.',
  'deployments.NAME.identity.domain': 'The domain that newsletters are from, such as `news.example.org`.',
  'deployments.NAME.identity.create':
    'Whether the stack makes the identity. An identity is one per account and region: false where it is there already.',
  'deployments.NAME.identity.mailFrom': 'The custom MAIL FROM is this label before the domain.',
  'deployments.NAME.allowRecipients':
    'Whom a deployment other than `prod` may write to: addresses, or `@domain`. Default: SES’s mailbox simulator.',
  'deployments.NAME.alarmsTo': 'The address that is told of alarms. Default: nobody; the topic is there.',
  'deployments.NAME.recordDeliveries':
    'Whether SES’s Send and Delivery events are recorded. Without them a lost answer stays uncertain until a person decides.',
  'deployments.NAME.ledgerKeepDays': 'How many days entries of the ledger are kept.',
  'deployments.NAME.logDays': 'How many days logs are kept.',
};

/** The JSON Schema of the config, for editors: `docs/reference/config.schema.json`. */
export function configJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  for (const [path, key] of keysOf(schema)) {
    const description = configKeys[path];
    if (description !== undefined) key.description = description.replaceAll('`', '');
  }
  const { $schema, ...rest } = schema;
  return { $schema, title: 'Pressrun config', ...rest };
}

/** Every key of a schema with its path, in order. */
export function keysOf(schema: JsonSchema, prefix = ''): [path: string, key: JsonSchema, required: boolean][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, key]) => {
    const path = `${prefix}${name}`;
    return [[path, key, schema.required?.includes(name) === true], ...keysBelow(path, key)];
  });
}

function keysBelow(path: string, key: JsonSchema): [path: string, key: JsonSchema, required: boolean][] {
  if (key.items !== undefined) return keysOf(key.items, `${path}[].`);
  return typeof key.additionalProperties === 'object'
    ? keysOf(key.additionalProperties, `${path}.NAME.`)
    : keysOf(key, `${path}.`);
}

/** The schema's keys at a path, such as `['newsletters', 0]`. */
export function keysAt(at: readonly PropertyKey[]): string[] {
  let schema: JsonSchema | undefined = configJsonSchema();
  for (const step of at) schema = schema === undefined ? undefined : below(schema, step);
  return Object.keys(schema?.properties ?? {});
}

function below(schema: JsonSchema, step: PropertyKey): JsonSchema | undefined {
  if (typeof step === 'number') return schema.items;
  const values = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  return schema.properties?.[String(step)] ?? values;
}
