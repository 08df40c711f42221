import type { Block, ListBlock } from '../../core/model/block.ts';
import { splitTexts } from '../../core/text/block-texts.ts';
import { htmlToBlocks } from '../../core/text/html-blocks.ts';
import { tidyRichText, verbatimRichText } from '../../core/text/html-inline.ts';
import { shown } from '../../core/text/problems.ts';
import { escapeText, lineFrom } from '../../core/text/sanitise.ts';
import { httpUrl } from '../../core/text/urls.ts';
import { embed, readAudio, readCustomEmbed, readGallery, readOembed, readStoryLink, readVideo } from './ans-media.ts';
import { imageFrom, noteUnresolved, type Reading, read, resolve, typeOf } from './ans-reading.ts';
import { elementSchema, elementSchemas, referenceSchema } from './ans-schema.ts';
import { isRecord, joinField } from './import-article.ts';

type Reader = (value: unknown, field: string, reading: Reading) => Block[];

/**
 * The blocks of a story's elements. An element that breaks ANS puts its breach among the problems; one that is unknown,
 * not for email, or has nothing a message could show is kept out and noted.
 */
export function readElements(elements: readonly unknown[], field: string, reading: Reading): Block[] {
  return elements.flatMap((element, index) => readElement(element, `${field}[${index}]`, reading));
}

function readElement(value: unknown, field: string, reading: Reading): Block[] {
  const element = read(elementSchema, value, field, reading);
  if (element === null) return [];
  const reader = readers.get(element.type);
  if (reader === undefined) {
    reading.notes.push({ field, note: `no element of ANS that is known: ${shown(element.type)}; kept out` });
    return [];
  }
  // What is not for email is read all the same: a breach of ANS is one wherever it stands. Its notes are of no interest.
  const forEmail = isForEmail(element.channels);
  const blocks = reader(value, field, forEmail ? reading : { ...reading, notes: [], unresolved: [] });
  if (forEmail) return blocks;
  reading.notes.push({
    field,
    note: `${element.type} kept out: it is for ${element.channels?.join(', ')}, not for email`,
  });
  return [];
}

/** Whether something may go out by email: its `channels` name email, or name nothing. */
function isForEmail(channels: readonly string[] | null | undefined): boolean {
  return !channels || channels.length === 0 || channels.some((channel) => channel.trim().toLowerCase() === 'email');
}

const readText: Reader = (value, field, reading) => {
  const element = read(elementSchemas.text, value, field, reading);
  return element === null ? [] : fromHtml(element.content, field, reading);
};

const readRawHtml: Reader = (value, field, reading) => {
  const element = read(elementSchemas.raw_html, value, field, reading);
  if (element === null) return [];
  const blocks = fromHtml(element.content, field, reading);
  if (blocks.length === 0)
    reading.notes.push({ field, note: 'raw_html kept out: nothing in it is text, picture or link' });
  return blocks;
};

const readHeader: Reader = (value, field, reading) => {
  const element = read(elementSchemas.header, value, field, reading);
  const html = element === null ? null : tidyRichText(element.content, reading.baseUrl);
  if (element === null || html === null) return [];
  return [{ type: 'heading', level: Math.min(Math.max(element.level ?? 2, 1), 6), html }];
};

const readBlockquote: Reader = (value, field, reading) => {
  const element = read(elementSchemas.blockquote, value, field, reading);
  if (element === null) return [];
  return quote(fromHtml(element.content, field, reading), null, element.subtype);
};

const readQuote: Reader = (value, field, reading) => {
  const element = read(elementSchemas.quote, value, field, reading);
  if (element === null) return [];
  const content = readElements(element.content_elements, `${field}.content_elements`, reading);
  const citation = element.citation ? inline(element.citation.content, `${field}.citation`, reading) : null;
  return quote(content, citation, element.subtype);
};

function quote(content: readonly Block[], citation: string | null, subtype: string | null | undefined): Block[] {
  const only = content.length === 1 ? content[0] : undefined;
  if (only?.type === 'quote' && citation === null) return [only];
  const { texts, others } = splitTexts(content);
  if (texts.length === 0) {
    return [...others, ...(citation === null ? [] : [{ type: 'paragraph' as const, html: citation }])];
  }
  const style = /pull/i.test(subtype ?? '') ? 'pull' : 'block';
  return [{ type: 'quote', style, paragraphs: texts, citation }, ...others];
}

const readList: Reader = (value, field, reading) => {
  const element = read(elementSchemas.list, value, field, reading);
  const list: ListBlock = { type: 'list', ordered: element?.list_type === 'ordered', items: [] };
  for (const [index, item] of (element?.items ?? []).entries()) {
    const place = `${field}.items[${index}]`;
    if (typeOf(item) === 'list') {
      const nested = readList(item, place, reading)[0];
      if (nested?.type === 'list') nest(list, nested);
      continue;
    }
    const text = read(elementSchemas.list_item_text, item, place, reading);
    const html = text === null ? null : inline(text.content, place, reading);
    if (html !== null) list.items.push({ html, list: null });
  }
  return list.items.length === 0 ? [] : [list];
};

/** Puts a list below the item that it follows. */
function nest(list: ListBlock, nested: ListBlock): void {
  const last = list.items.at(-1);
  if (last === undefined) list.items.push({ html: '', list: nested });
  else if (last.list === null) last.list = nested;
  else last.list.items.push(...nested.items);
}

const readTable: Reader = (value, field, reading) => {
  const element = read(elementSchemas.table, value, field, reading);
  if (element === null) return [];
  const cells = (row: readonly { content: string }[], place: string) =>
    row.map((cell, index) => inline(cell.content, `${place}[${index}]`, reading) ?? '');
  const rows = element.rows.map((row, index) => cells(row, `${field}.rows[${index}]`));
  const header = cells(element.header ?? [], `${field}.header`);
  return rows.length === 0 && header.length === 0 ? [] : [{ type: 'table', header, rows, caption: null }];
};

const readCode: Reader = (value, field, reading) => {
  const element = read(elementSchemas.code, value, field, reading);
  return element === null ? [] : paragraph(verbatimRichText(element.content));
};

const readCorrection: Reader = (value, field, reading) => {
  const element = read(elementSchemas.correction, value, field, reading);
  const html = element === null ? null : inline(element.text, field, reading);
  return html === null ? [] : [{ type: 'correction', html, at: null }];
};

const readEndorsement: Reader = (value, field, reading) => {
  const element = read(elementSchemas.endorsement, value, field, reading);
  return element === null ? [] : paragraph(`<strong>${escapeText(lineFrom(element.endorsement))}</strong>`);
};

const readRating: Reader = (value, field, reading) => {
  const element = read(elementSchemas.numeric_rating, value, field, reading);
  if (element === null) return [];
  const of = typeof element.max === 'number' ? `/${element.max}` : '';
  const units = lineFrom(element.units ?? '');
  return paragraph(
    `<strong>${escapeText(`${element.numeric_rating}${of}${units === '' ? '' : ` ${units}`}`)}</strong>`,
  );
};

const readLink: Reader = (value, field, reading) => {
  const element = read(elementSchemas.interstitial_link, value, field, reading);
  if (element === null) return [];
  const url = httpUrl(element.url, reading.baseUrl);
  const title = lineFrom(element.content);
  if (url === null || title === '') {
    reading.notes.push({
      field: `${field}.url`,
      note: `${shown(element.url)} is no address; the text stays without a link`,
    });
    return fromHtml(element.content, field, reading);
  }
  const dek = lineFrom(element.description?.content ?? '') || null;
  return [{ type: 'link', url, title, dek, image: linkImage(element.image, `${field}.image`, reading) }];
};

function linkImage(value: unknown, field: string, reading: Reading) {
  if (value === undefined || value === null) return null;
  const target = resolve(value, reading);
  if (target !== null) return imageFrom(target.value, field, target.reading);
  noteUnresolved(value, field, reading);
  return null;
}

const readLinkList: Reader = (value, field, reading) => {
  const element = read(elementSchemas.link_list, value, field, reading);
  if (element === null) return [];
  const blocks = element.items.flatMap((item, index) => {
    const place = `${field}.items[${index}]`;
    const type = typeOf(item);
    if (type === 'interstitial_link' || type === 'text') return readElement(item, place, reading);
    const got = shown(isRecord(item) ? item['type'] : item);
    const allowed = '"interstitial_link", "text"';
    reading.problems.push({ file: reading.file.reference, field: joinField(place, 'type'), got, allowed });
    return [];
  });
  return box(lineFrom(element.title ?? ''), blocks);
};

const readGroup: Reader = (value, field, reading) => {
  const element = read(elementSchemas.element_group, value, field, reading);
  if (element === null) return [];
  const blocks = readElements(element.content_elements, `${field}.content_elements`, reading);
  const [first, ...rest] = blocks;
  // A group has no title of its own in ANS; the heading it begins with is one.
  return first?.type === 'heading' && rest.length > 0 ? box(lineFrom(first.html), rest) : box('', blocks);
};

function box(title: string, blocks: Block[]): Block[] {
  return blocks.length === 0 ? [] : [{ type: 'box', title: title || null, blocks }];
}

const readImage: Reader = (value, field, reading) => {
  const image = imageFrom(value, field, reading);
  return image === null ? [] : [{ type: 'image', image }];
};

const readReference: Reader = (value, field, reading) => {
  const reference = read(referenceSchema, value, field, reading);
  if (reference === null) return [];
  const target = resolve(value, reading);
  if (target !== null) return readElement(target.value, field, target.reading);
  const { id, type } = reference.referent;
  // A reference to something for oEmbed has that thing's own address for an id.
  const url = type && type !== 'oembed' ? null : httpUrl(id);
  if (url !== null) return embed(url, '', null, field, reading);
  noteUnresolved(value, field, reading);
  return [];
};

/** For elements that say something to a web site only. */
const keptOut =
  (what: string): Reader =>
  (_, field, reading) => {
    reading.notes.push({ field, note: `${what}; kept out` });
    return [];
  };

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['text', readText],
  ['raw_html', readRawHtml],
  ['header', readHeader],
  ['blockquote', readBlockquote],
  ['quote', readQuote],
  ['list', readList],
  ['table', readTable],
  ['code', readCode],
  ['correction', readCorrection],
  ['divider', () => [{ type: 'divider' }]],
  ['endorsement', readEndorsement],
  ['numeric_rating', readRating],
  ['interstitial_link', readLink],
  ['link_list', readLinkList],
  ['element_group', readGroup],
  ['image', readImage],
  ['video', readVideo],
  ['audio', readAudio],
  ['gallery', readGallery],
  ['story', readStoryLink],
  ['collection', readStoryLink],
  ['oembed_response', readOembed],
  ['custom_embed', readCustomEmbed],
  ['reference', readReference],
  ['promo_reference', readReference],
  ['content_zone', keptOut('a zone for variants of the story')],
  ['restricted', keptOut('content whose use is restricted')],
]);

/** The types of element that are mapped, or known to have no place in a message. */
export const knownElements: readonly string[] = [...readers.keys()];

function fromHtml(html: string, field: string, reading: Reading): Block[] {
  const { blocks, keptOut: names } = htmlToBlocks(html, { baseUrl: reading.baseUrl });
  if (names.length > 0) reading.notes.push({ field, note: `kept out of the HTML: ${[...new Set(names)].join(', ')}` });
  return blocks;
}

/** The text of an element that stands within a block, as one rich text; null where it says nothing. */
function inline(html: string, field: string, reading: Reading): string | null {
  const { texts, others } = splitTexts(fromHtml(html, field, reading));
  if (others.length > 0)
    reading.notes.push({ field, note: `kept out of a line of text: ${others.map(({ type }) => type).join(', ')}` });
  return texts.length === 0 ? null : texts.join('<br>');
}

function paragraph(html: string): Block[] {
  const tidy = tidyRichText(html);
  return tidy === null ? [] : [{ type: 'paragraph', html: tidy }];
}
