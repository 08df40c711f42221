import type { ArticleInput } from '../../core/model/article.ts';
import type {
  ImportContext,
  ImportedArticle,
  ImportFile,
  ReferentQuery,
  RefusedArticle,
} from '../../core/model/import.ts';
import { shown } from '../../core/text/problems.ts';
import { lineFrom } from '../../core/text/sanitise.ts';
import { readElements } from './ans-elements.ts';
import { promoImage } from './ans-media.ts';
import { addressOf, namesOf, type Reading, read, resolve } from './ans-reading.ts';
import { type AnsSection, type AnsStory, storySchema } from './ans-schema.ts';
import {
  addressFrom,
  articleId,
  distinct,
  finishArticle,
  idFromPath,
  isRecord,
  joinField,
  languageFrom,
  sectionPath,
  withLead,
} from './import-article.ts';

/** An embargo without an end holds until somebody lifts it. */
const noEnd = '9999-12-31T23:59:59.999Z';

/**
 * One ANS story as an article, or every reason why it is none.
 *
 * @param place - where in the file it stands; empty for the file itself.
 * @param unresolved - takes the references that found nothing.
 */
export function readStory(
  value: unknown,
  place: string,
  file: ImportFile,
  context: ImportContext,
  unresolved: ReferentQuery[],
): ImportedArticle | RefusedArticle {
  const reading: Reading = {
    file,
    context,
    baseUrl: context.publicationUrl,
    problems: [],
    notes: [],
    unresolved,
    followed: 0,
  };
  const story = read(storySchema, value, '', reading);
  const address =
    story === null ? null : addressFrom(addressOf(story), reading.baseUrl, 'canonical_url', reading.notes);
  const within: Reading = { ...reading, baseUrl: address ?? reading.baseUrl };
  // The elements are read even when the story is bad already, so that one import names every breach.
  const elements = isRecord(value) && Array.isArray(value['content_elements']) ? value['content_elements'] : [];
  const body = readElements(elements, 'content_elements', within);
  const lead = promoImage(story?.promo_items, 'promo_items', within);
  const draft = story === null ? null : draftOf(story, address, within);
  const atPlace = <T extends { field: string }>(one: T): T => ({ ...one, field: joinField(place, one.field) });
  if (draft === null || reading.problems.length > 0) {
    return { article: nameOf(value), problems: reading.problems.slice(0, 20).map(atPlace) };
  }
  const source = { format: 'ans' as const, reference: file.reference };
  return finishArticle(
    { ...draft, id: draft.id || idFromPath(file, `story${place}`), ...withLead(lead, body), source },
    { file, place, notes: reading.notes.map(atPlace), dated: datesOf(story).length > 0, fields },
  );
}

/** What an article's fields are called in ANS. */
const fields = {
  headline: 'headlines.basic',
  id: '_id',
  url: 'canonical_url',
  byline: 'credits.by',
  tags: 'taxonomy.tags',
};

type Draft = Omit<ArticleInput, 'source' | 'image' | 'body'>;

function draftOf(story: AnsStory, address: string | null, reading: Reading): Draft {
  const { notes } = reading;
  const vanity = namesOf(story.vanity_credits?.by, 'vanity_credits.by', reading);
  noteRoles(story, reading);
  if (story.revision?.published === false)
    notes.push({ field: 'revision.published', note: 'false: this revision is not published' });
  if (story.content_restrictions?.['geo']) {
    notes.push({ field: 'content_restrictions.geo', note: 'restricted to some countries, which email cannot hold to' });
  }
  if (story.owner?.sponsored === true) notes.push({ field: 'owner.sponsored', note: 'true: this story is paid for' });
  return {
    id: identity(story, address),
    headline: lineFrom(story.headlines.basic),
    url: address,
    dek: lineFrom(story.subheadlines?.basic || story.description?.basic || '') || null,
    kicker: kicker(story),
    byline: vanity.length > 0 ? vanity : namesOf(story.credits?.by, 'credits.by', reading),
    dateline: lineFrom(story.location ?? '') || null,
    language: languageFrom(story.language, 'language', notes),
    publishedAt: datesOf(story)[0] ?? reading.context.importedAt,
    updatedAt: story.last_updated_date ?? null,
    section: section(story, reading),
    tags: distinct((story.taxonomy?.tags ?? []).map((tag) => lineFrom(tag.text))),
    corrections: distinct((story.corrections ?? []).map(({ text }) => lineFrom(text))).map((text) => ({
      text,
      at: null,
    })),
    embargoUntil: embargoUntil(story),
    channels: story.channels?.map((channel) => channel.trim()).filter((channel) => channel !== '') ?? null,
    distributor: distributor(story, reading),
  };
}

function datesOf(story: AnsStory | null): string[] {
  const dates = [story?.display_date, story?.publish_date, story?.first_publish_date, story?.last_updated_date];
  return [...dates, story?.created_date].filter((date) => date !== null && date !== undefined);
}

function identity(story: AnsStory, address: string | null): string {
  const own = story._id?.trim() || address;
  return own ? articleId(own) : '';
}

function kicker(story: AnsStory): string | null {
  const label = story.label?.basic;
  return label && label.display !== false ? lineFrom(label.text) || null : null;
}

function embargoUntil(story: AnsStory): string | null {
  const embargo = story.content_restrictions?.embargo;
  return embargo?.active === true ? (embargo.end_time ?? noEnd) : null;
}

function distributor(story: AnsStory, reading: Reading): string | null {
  if (story.distributor?.reference_id) {
    const note = `refers to distributor ${shown(story.distributor.reference_id)}, whose name ANS does not carry`;
    reading.notes.push({ field: 'distributor', note });
  }
  return lineFrom(story.distributor?.name ?? '') || null;
}

/** Roles besides `by` have no place in an article, and are named. */
function noteRoles(story: AnsStory, reading: Reading): void {
  const roles = Object.entries(story.credits ?? {}).filter(
    ([role, credited]) => role !== 'by' && Array.isArray(credited) && credited.length > 0,
  );
  for (const [role, credited] of roles) {
    const names = (Array.isArray(credited) ? credited : []).map((credit) => (isRecord(credit) ? credit['name'] : null));
    reading.notes.push({ field: `credits.${role}`, note: `not in the byline: ${shown(names.filter(Boolean))}` });
  }
}

/** The section that matters most: the primary one, the web site's own, the first, else the primary site of older ANS. */
function section(story: AnsStory, reading: Reading): ArticleInput['section'] {
  const { taxonomy, websites, canonical_website: own } = story;
  const website = own && websites && Object.hasOwn(websites, own) ? websites[own]?.website_section : null;
  const sites = taxonomy?.sites ?? [];
  const candidates = [
    taxonomy?.primary_section,
    website,
    ...(taxonomy?.sections ?? []),
    taxonomy?.primary_site,
    ...sites.filter((site) => site.primary === true),
    ...sites,
  ];
  for (const candidate of candidates) {
    const found = candidate ? sectionOf(candidate, reading) : null;
    if (found !== null) return found;
  }
  return null;
}

function sectionOf(section: AnsSection, reading: Reading): ArticleInput['section'] {
  // A section outside the import is still told by its id, which is its path.
  const quiet = { ...reading, unresolved: section.referent ? reading.unresolved : [] };
  const target = resolve(section, quiet);
  const known = isRecord(target?.value) ? target.value : {};
  const path = sectionPath([known['path'], known['_id'], section.referent?.id].map(pathLike).find(Boolean) ?? '');
  if (path === null) return null;
  const name = typeof known['name'] === 'string' ? lineFrom(known['name']) : '';
  return { path, name: name || (path.split('/').at(-1) ?? path) };
}

/** A path of a section, which begins with a slash; the ids of sites do not. */
function pathLike(value: unknown): string {
  return typeof value === 'string' && value.startsWith('/') && value !== '/' ? value : '';
}

/** How a person would call what was refused. */
function nameOf(value: unknown): string | null {
  if (!isRecord(value)) return null;
  const headlines = isRecord(value['headlines']) ? value['headlines']['basic'] : null;
  const name = [headlines, value['_id']].find((one) => typeof one === 'string' && one.trim() !== '');
  return typeof name === 'string' ? name.slice(0, 200) : null;
}
