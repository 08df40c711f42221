import type { Importer, ImportResult, ReferentQuery } from '../../core/model/import.ts';
import { createReferents } from '../../core/model/referents.ts';
import { shown } from '../../core/text/problems.ts';
import { referentsIn, typeOf } from './ans-reading.ts';
import { readStory } from './ans-story.ts';
import { addTo, emptyResult, isRecord, joinField, refusedFile } from './import-article.ts';
import { readJson } from './import-text.ts';

/**
 * Imports Arc XP ANS 0.10.x: a story, a collection of them, the results of a search, or a list of any of these. Pictures,
 * videos, galleries and authors in files of their own are no articles, and are what stories of the same import refer to.
 *
 * @example importAns({ reference: 'story.json', bytes }, { publicationUrl: 'https://news.example.org', importedAt })
 */
export const importAns: Importer = (file, context) => {
  const result = emptyResult();
  const json = readJson(file, result.notes);
  if ('problem' in json) return refusedFile(json.problem, result.notes);
  result.referents = referentsIn(json.value);
  const own = createReferents();
  own.add(result.referents);
  const referent = (query: ReferentQuery) => own.find(query) ?? context.referent?.(query);
  readDocument(json.value, '', { file, context: { ...context, referent }, result });
  return result;
};

interface Document {
  file: Parameters<Importer>[0];
  context: Parameters<Importer>[1];
  result: ImportResult;
}

function readDocument(value: unknown, place: string, document: Document): void {
  const { file, context, result } = document;
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) readDocument(one, `${place}[${index}]`, document);
    if (value.length === 0) refuse(place, value, 'at least one story', document);
    return;
  }
  const type = typeOf(value);
  if (type === 'story') {
    addTo(result, readStory(value, place, file, context, result.unresolved));
  } else if (type === 'collection' || type === 'results') {
    readCollection(value, place, document);
  } else if (type === 'reference' || type === 'promo_reference') {
    readListed(value, place, document);
  } else if (referable.has(type)) {
    result.notes.push({ field: place, note: `${type} is no article; stories that refer to it find it` });
  } else {
    refuse(joinField(place, 'type'), isRecord(value) ? value['type'] : value, '"story", "collection"', document);
  }
}

function readCollection(value: unknown, place: string, document: Document): void {
  const elements = isRecord(value) ? value['content_elements'] : undefined;
  const field = joinField(place, 'content_elements');
  if (!Array.isArray(elements)) {
    refuse(field, elements, 'a list of stories', document);
    return;
  }
  if (elements.length === 0) document.result.notes.push({ field, note: 'a collection without stories' });
  for (const [index, one] of elements.entries()) readDocument(one, `${field}[${index}]`, document);
}

/** A collection lists a story without holding it: the story is imported from its own file, if that is there. */
function readListed(value: unknown, place: string, { context, result }: Document): void {
  const referent = isRecord(value) && isRecord(value['referent']) ? value['referent'] : {};
  const { id, type } = referent;
  if (typeof id !== 'string') {
    result.notes.push({ field: place, note: 'a reference without an id; passed over' });
    return;
  }
  const query = { type: typeof type === 'string' ? type : null, id };
  if (context.referent?.(query) !== undefined) return;
  result.unresolved.push(query);
  result.notes.push({
    field: place,
    note: `refers to ${query.type ?? 'something'} ${shown(id)}, which is not in this import`,
  });
}

const referable: ReadonlySet<string> = new Set([
  ...['image', 'video', 'audio', 'gallery', 'author', 'section', 'site', 'redirect', 'restricted'],
]);

function refuse(field: string, got: unknown, allowed: string, { file, result }: Document): void {
  result.refused.push({ article: null, problems: [{ file: file.reference, field, got: shown(got), allowed }] });
}
