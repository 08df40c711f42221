import type { Block } from '../../core/model/block.ts';
import type { Image } from '../../core/model/image.ts';
import { htmlToBlocks } from '../../core/text/html-blocks.ts';
import { lineFrom } from '../../core/text/sanitise.ts';
import { hostOf, httpUrl } from '../../core/text/urls.ts';
import { imageFrom, linkOf, type Reading, read, resolve, typeOf } from './ans-reading.ts';
import { audioSchema, contentSchema, elementSchemas, gallerySchema, videoSchema } from './ans-schema.ts';
import { isRecord } from './import-article.ts';

type Reader = (value: unknown, field: string, reading: Reading) => Block[];

/** A video, as a link to it. */
export const readVideo: Reader = (value, field, reading) => {
  const video = read(videoSchema, value, field, reading);
  if (video === null) return [];
  const player = htmlToBlocks(video.embed_html ?? '', { baseUrl: reading.baseUrl }).blocks.find(
    (block) => block.type === 'embed',
  );
  const youTube = /^[\w-]{6,20}$/.test(video.youtube_content_id ?? '')
    ? `https://www.youtube.com/watch?v=${video.youtube_content_id}`
    : null;
  const stream = video.streams?.find((one) => one.url)?.url ?? '';
  const url = linkOf(video, reading) ?? youTube ?? player?.url ?? httpUrl(stream, reading.baseUrl);
  const image =
    promoImage(video.promo_items, `${field}.promo_items`, reading) ?? ownImage(video.promo_image, field, reading);
  return embed(url, titleOf(video), image, field, reading);
};

/** An audio, as a link to it. */
export const readAudio: Reader = (value, field, reading) => {
  const audio = read(audioSchema, value, field, reading);
  if (audio === null) return [];
  const source = audio.source_url || (audio.streams?.find((one) => one.url)?.url ?? '');
  const url = linkOf(audio, reading) ?? httpUrl(source, reading.baseUrl);
  return embed(url, titleOf(audio), promoImage(audio.promo_items, `${field}.promo_items`, reading), field, reading);
};

/** A gallery, as a link to it; one without a page of its own, as a box of its pictures. */
export const readGallery: Reader = (value, field, reading) => {
  const gallery = read(gallerySchema, value, field, reading);
  if (gallery === null) return [];
  const title = titleOf(gallery);
  const url = linkOf(gallery, reading);
  if (url !== null) {
    const image = promoImage(gallery.promo_items, `${field}.promo_items`, reading);
    return embed(
      url,
      title,
      image ?? galleryImages(gallery.content_elements, field, reading)[0] ?? null,
      field,
      reading,
    );
  }
  const images = galleryImages(gallery.content_elements, field, reading);
  if (images.length > 0) {
    return [{ type: 'box', title: title || null, blocks: images.map((image) => ({ type: 'image', image })) }];
  }
  reading.notes.push({ field, note: 'gallery kept out: it has neither an address nor a picture' });
  return [];
};

/** Another story in the text, as a "read also" line. */
export const readStoryLink: Reader = (value, field, reading) => {
  const story = read(contentSchema, value, field, reading);
  if (story === null) return [];
  const url = linkOf(story, reading);
  const title = titleOf(story);
  if (url === null || title === '') {
    reading.notes.push({
      field,
      note: `${typeOf(value)} kept out: it has no ${url === null ? 'address' : 'headline'}`,
    });
    return [];
  }
  const dek = lineFrom(story.subheadlines?.basic || story.description?.basic || '') || null;
  const image = promoImage(story.promo_items, `${field}.promo_items`, reading);
  return [{ type: 'link', url, title, dek, image }];
};

/** Something of another provider that it described by oEmbed: its text, and a link to it. */
export const readOembed: Reader = (value, field, reading) => {
  const element = read(elementSchemas.oembed_response, value, field, reading);
  if (element === null) return [];
  const oembed = element.raw_oembed ?? {};
  const within = htmlToBlocks(oembed.html ?? '', { baseUrl: reading.baseUrl }).blocks;
  const own = httpUrl(oembed.url ?? '', reading.baseUrl);
  if (oembed.type === 'photo' && own !== null) {
    const alt = lineFrom(oembed.title ?? '');
    const credit = lineFrom(oembed.author_name ?? '') || null;
    return [{ type: 'image', image: { url: own, alt, caption: null, credit, width: null, height: null } }];
  }
  const player = within.find((block) => block.type === 'embed');
  const url = own ?? httpUrl(element.referent?.id ?? '') ?? player?.url ?? null;
  const thumbnail = httpUrl(oembed.thumbnail_url ?? '', reading.baseUrl);
  const image: Image | null =
    thumbnail === null ? null : { url: thumbnail, alt: '', caption: null, credit: null, width: null, height: null };
  const title = lineFrom(oembed.title || oembed.author_name || '');
  const provider = lineFrom(oembed.provider_name ?? '');
  const words = within.filter((block) => block.type !== 'embed');
  return [...words, ...embed(url, title, image, field, reading, provider)];
};

/** Something of another provider, as a link to it. */
export const readCustomEmbed: Reader = (value, field, reading) => {
  const element = read(elementSchemas.custom_embed, value, field, reading);
  if (element === null) return [];
  const { url: provider, config } = element.embed;
  // The element's url is where the provider describes it; a page for readers is in the plug-in's own settings, if anywhere.
  const pages = ['url', 'link', 'href', 'canonical_url'].map((name) =>
    httpUrl(stringOf(config?.[name]), reading.baseUrl),
  );
  const titles = ['title', 'headline', 'name', 'caption'].map((name) => lineFrom(stringOf(config?.[name])));
  const url = pages.find((page) => page !== null) ?? httpUrl(provider, reading.baseUrl);
  return embed(url, titles.find(Boolean) ?? '', null, field, reading);
};

/** A link to something that a message cannot show. */
export function embed(
  url: string | null,
  title: string,
  image: Image | null,
  field: string,
  reading: Reading,
  provider = '',
): Block[] {
  if (url === null) {
    reading.notes.push({ field, note: 'kept out: it has no address that a reader could open' });
    return [];
  }
  return [{ type: 'embed', url, title: title || hostOf(url), provider: provider || hostOf(url), image }];
}

/**
 * The picture that promotes a story, video or gallery: of `basic`, else of `lead_art`, else of the first promotional item
 * that is a picture or has one of its own.
 */
export function promoImage(
  items: Readonly<Record<string, unknown>> | null | undefined,
  field: string,
  reading: Reading,
): Image | null {
  const names = Object.keys(items ?? {});
  for (const name of [...new Set(['basic', 'lead_art', ...names])]) {
    const item = names.includes(name) ? items?.[name] : undefined;
    const image = item === undefined || item === null ? null : itemImage(item, `${field}.${name}`, reading);
    if (image !== null) return image;
  }
  return null;
}

function itemImage(item: unknown, field: string, reading: Reading): Image | null {
  const target = resolve(item, reading);
  if (target === null || target.reading.followed > 4) return null;
  const { value, reading: within } = target;
  const type = typeOf(value);
  if (type === 'image') return imageFrom(value, field, within);
  if (!isRecord(value) || !['video', 'gallery', 'story', 'audio', 'collection'].includes(type)) return null;
  const deeper = { ...within, followed: within.followed + 1 };
  const items = isRecord(value['promo_items']) ? value['promo_items'] : null;
  const own = promoImage(items, `${field}.promo_items`, deeper) ?? ownImage(value['promo_image'], field, deeper);
  return own ?? (type === 'gallery' ? (galleryImages(value['content_elements'], field, deeper)[0] ?? null) : null);
}

function ownImage(value: unknown, field: string, reading: Reading): Image | null {
  return typeOf(value) === 'image' ? imageFrom(value, `${field}.promo_image`, reading) : null;
}

function galleryImages(elements: unknown, field: string, reading: Reading): Image[] {
  const list = Array.isArray(elements) ? elements : [];
  return list.flatMap((element, index) => {
    const target = resolve(element, reading);
    const place = `${field}.content_elements[${index}]`;
    const image =
      target !== null && typeOf(target.value) === 'image' ? imageFrom(target.value, place, target.reading) : null;
    return image === null ? [] : [image];
  });
}

function titleOf(content: {
  headlines?: { basic?: string | null | undefined } | null | undefined;
  description?: { basic?: string | null | undefined } | null | undefined;
}): string {
  return lineFrom(content.headlines?.basic || content.description?.basic || '');
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
