import type { z } from 'zod';
import type { Image } from '../../core/model/image.ts';
import type { ImportContext, ImportFile, ImportNote, Referent, ReferentQuery } from '../../core/model/import.ts';
import type { Problem } from '../../core/model/problem.ts';
import { problemsOf, shown } from '../../core/text/problems.ts';
import { lineFrom } from '../../core/text/sanitise.ts';
import { httpUrl } from '../../core/text/urls.ts';
import { type AnsCredits, type contentSchema, imageSchema, referenceSchema } from './ans-schema.ts';
import { distinct, isRecord, joinField } from './import-article.ts';

/** One story while it is read. */
export interface Reading {
  file: ImportFile;
  context: ImportContext;
  /** What relative URLs are resolved against: the story's own address, else the publication's. */
  baseUrl: string;
  /** Breaches of ANS; one is enough to refuse the story. */
  problems: Problem[];
  notes: ImportNote[];
  unresolved: ReferentQuery[];
  /** How many references were followed to this place. */
  followed: number;
}

/** A value as its schema has it; null where it breaks the schema, which is then among the problems. */
export function read<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  field: string,
  reading: Reading,
): z.output<Schema> | null {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const problem of problemsOf(reading.file.reference, parsed.error, value)) {
    reading.problems.push({ ...problem, field: joinField(field, problem.field) });
  }
  return null;
}

/** The `type` of an ANS object; empty where it has none. */
export function typeOf(value: unknown): string {
  return isRecord(value) && typeof value['type'] === 'string' ? value['type'] : '';
}

// A gallery may refer to a gallery; somewhere that ends.
const followLimit = 6;

/**
 * What a reference stands for, with the properties that the reference overrides; the value itself where it is no
 * reference. Null where the referent is not in the import.
 */
export function resolve(value: unknown, reading: Reading): { value: unknown; reading: Reading } | null {
  if (typeOf(value) !== 'reference' && typeOf(value) !== 'promo_reference') return { value, reading };
  const parsed = referenceSchema.safeParse(value);
  if (!parsed.success) return null;
  const { id, type, referent_properties: overrides } = parsed.data.referent;
  const query = { type: type || null, id };
  const found = reading.followed < followLimit ? reading.context.referent?.(query) : undefined;
  if (!isRecord(found)) {
    reading.unresolved.push(query);
    return null;
  }
  return { value: { ...found, ...overrides }, reading: { ...reading, followed: reading.followed + 1 } };
}

/** Notes a reference whose referent is not in the import. */
export function noteUnresolved(value: unknown, field: string, reading: Reading): void {
  const referent = isRecord(value) && isRecord(value['referent']) ? value['referent'] : {};
  const what = typeof referent['type'] === 'string' ? referent['type'] : 'something';
  reading.notes.push({
    field,
    note: `refers to ${what} ${shown(referent['id'])}, which is not in this import; kept out`,
  });
}

/** The names of those credited in a role: an author's own byline, else the name. */
export function namesOf(credited: NonNullable<AnsCredits>['by'], field: string, reading: Reading): string[] {
  const names = (credited ?? []).map((credit, index) => {
    const target = resolve(credit, reading);
    if (target === null) {
      noteUnresolved(credit, `${field}[${index}]`, reading);
      return '';
    }
    const { byline, name } = isRecord(target.value) ? target.value : {};
    return [byline, name].map((value) => (typeof value === 'string' ? lineFrom(value) : '')).find(Boolean) ?? '';
  });
  return distinct(names);
}

/** A picture; null, with a note, where it has no address that can be used. */
export function imageFrom(value: unknown, field: string, reading: Reading): Image | null {
  const image = read(imageSchema, value, field, reading);
  if (image === null) return null;
  const url = httpUrl(image.url ?? '', reading.baseUrl);
  if (url === null) {
    const why = image.url ? `its url ${shown(image.url)} cannot be used` : 'it has no url';
    reading.notes.push({ field, note: `picture kept out: ${why}` });
    return null;
  }
  const credits = image.vanity_credits ?? image.credits;
  const people = distinct([
    ...namesOf(credits?.by, `${field}.credits.by`, reading),
    ...namesOf(credits?.photos_by, `${field}.credits.photos_by`, reading),
  ]).join(', ');
  const credit = [people, ...namesOf(credits?.affiliation, `${field}.credits.affiliation`, reading)]
    .filter((part) => part !== '')
    .join('/');
  return {
    url,
    alt: lineFrom(image.alt_text ?? ''),
    caption: lineFrom(image.caption ?? '') || null,
    credit: credit || null,
    width: pixels(image.width),
    height: pixels(image.height),
  };
}

/** The address of a story, video or gallery, where the ANS object says it. */
export function addressOf(content: z.output<typeof contentSchema>): string | null {
  const { canonical_website: own, websites } = content;
  const listed = own && websites && Object.hasOwn(websites, own) ? websites[own]?.website_url : null;
  const first = Object.values(websites ?? {}).find((website) => website.website_url)?.website_url;
  const candidates = [content.canonical_url_external, content.canonical_url, content.website_url, listed, first];
  return candidates.find((candidate) => typeof candidate === 'string' && candidate.trim() !== '') ?? null;
}

/** The address of a story, video or gallery as a reader's link. Null where there is none. */
export function linkOf(content: z.output<typeof contentSchema>, reading: Reading): string | null {
  return httpUrl(addressOf(content) ?? '', reading.context.publicationUrl);
}

const referentTypes: ReadonlySet<string> = new Set([
  ...['story', 'image', 'video', 'audio', 'gallery', 'author', 'section', 'site', 'collection', 'oembed_response'],
]);

// A referent is shown in brief, so a story's text and what hangs on it need not be kept for the length of an import.
const referentFields = [
  ...['type', '_id', '_website', 'version', 'channels', 'headlines', 'subheadlines', 'description', 'canonical_url'],
  ...[
    'canonical_url_external',
    'canonical_website',
    'website_url',
    'websites',
    'promo_items',
    'name',
    'byline',
    'path',
  ],
  ...['url', 'alt_text', 'caption', 'width', 'height', 'credits', 'vanity_credits', 'embed_html', 'youtube_content_id'],
  ...['streams', 'source_url', 'promo_image', 'raw_oembed', 'referent', 'primary'],
];

/** Everything in a document that a reference can point at. */
export function referentsIn(value: unknown, found: Referent[] = []): Referent[] {
  if (Array.isArray(value)) {
    for (const one of value) referentsIn(one, found);
  } else if (isRecord(value)) {
    const type = typeOf(value);
    const id = value['_id'];
    if (typeof id === 'string' && referentTypes.has(type)) {
      const fields = type === 'gallery' ? [...referentFields, 'content_elements'] : referentFields;
      const brief = Object.fromEntries(
        fields.filter((name) => Object.hasOwn(value, name)).map((name) => [name, value[name]]),
      );
      found.push({ type, id, value: brief });
    }
    for (const one of Object.values(value)) referentsIn(one, found);
  }
  return found;
}

function pixels(value: number | null | undefined): number | null {
  return typeof value === 'number' && value >= 1 && value < 100_000 ? Math.round(value) : null;
}
