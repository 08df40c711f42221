import { z } from 'zod';
import { isRecord } from './import-article.ts';
import { jsonArticleSchema } from './json-import.ts';

/** What each field of an article means, in Pressrun's own JSON. */
export const articleFields: Readonly<Record<string, string>> = {
  $schema: 'The JSON Schema of this file, for editors.',
  id: 'Opaque and stable: the same article imported again has the same id. 1 to 200 characters without white space.',
  headline: 'One line of plain text.',
  url: 'Where the article stands on the web. A relative address is resolved against publication.url. Without one the headline is no link.',
  dek: 'The sentence under the headline.',
  kicker: 'The small label above the headline.',
  byline: 'Names, in order.',
  dateline: 'Where it was written.',
  language: 'A BCP 47 tag. Default: the publication’s language.',
  publishedAt: 'When it was published: ISO 8601 with an offset. Default: the instant of its first import.',
  updatedAt: 'When it was last changed. Of two versions of one article the newer is kept.',
  section: 'Its section: a path such as /world/asia, and its name.',
  tags: 'Tags, as sections of newsletters select them.',
  image: 'The lead picture. alt is "" for one that is decorative. A relative url is resolved against the article’s.',
  body: 'The text, in blocks. Rich text is inline HTML of a small allow-list; it is sanitised.',
  corrections: 'Corrections, each with the instant it was made, if that is known.',
  embargoUntil: 'No edition before this instant carries the article.',
  channels: 'Where it may be published. Null or empty: everywhere. Without "email" it is never in an edition.',
  distributor: 'Who supplied it, such as a wire agency.',
  source: 'Written by the import; what stands here is not read.',
};

/**
 * The JSON Schema of a file of Pressrun's own JSON, which is one article or a list of them:
 * `docs/reference/article.schema.json`.
 */
export function articleJsonSchema(): Record<string, unknown> {
  const schema: Record<string, unknown> = z.toJSONSchema(jsonArticleSchema, { io: 'input', unrepresentable: 'any' });
  const { $schema, $defs, ...article } = schema;
  const properties = isRecord(article['properties']) ? article['properties'] : {};
  const described = Object.entries(properties).map(([name, property]) => {
    const description = Object.hasOwn(articleFields, name) ? articleFields[name] : undefined;
    return [name, isRecord(property) && description !== undefined ? { description, ...property } : property] as const;
  });
  const one = { ...article, properties: Object.fromEntries(described) };
  const whole = {
    $schema,
    title: 'Pressrun articles',
    anyOf: [{ $ref: '#/$defs/article' }, { type: 'array', minItems: 1, items: { $ref: '#/$defs/article' } }],
    $defs: { article: one, ...(isRecord($defs) ? $defs : {}) },
  };
  // What refers to itself has no name of its own in the schema it is made from.
  const text = JSON.stringify(whole).replaceAll('__schema0', 'block').replaceAll('__schema1', 'list');
  const named: unknown = JSON.parse(text);
  return isRecord(named) ? named : {};
}
