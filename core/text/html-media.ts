import type { Block } from '../model/block.ts';
import type { Image } from '../model/image.ts';
import { attribute, findAll, type HtmlElement } from './html-tree.ts';
import { lineFrom } from './sanitise.ts';
import { hostOf, httpUrl } from './urls.ts';

type EmbedBlock = Extract<Block, { type: 'embed' }>;

/**
 * The picture that an `img` or a `picture` shows.
 * @returns null where it has no usable address, or is a counting pixel.
 */
export function imageOf(element: HtmlElement, baseUrl?: string | null): Image | null {
  const image = element.name === 'picture' ? findAll(element, (found) => found.name === 'img')[0] : element;
  const sources = element.name === 'picture' ? findAll(element, (found) => found.name === 'source') : [];
  const width = pixels(image, 'width');
  const height = pixels(image, 'height');
  if (width !== null && height !== null && width <= 2 && height <= 2) return null;
  const url = firstUrl(image, sources, baseUrl);
  if (url === null) return null;
  const alt = image === undefined ? '' : lineFrom(attribute(image, 'alt'));
  return { url, alt, caption: null, credit: null, width, height };
}

/**
 * What a frame, video, audio or plug-in shows, as a link to it; players of the large video sites become the page that
 * a reader can open.
 * @returns null where it has no usable address.
 */
export function embedOf(element: HtmlElement, baseUrl?: string | null): EmbedBlock | null {
  const sources = findAll(element, (found) => found.name === 'source');
  const candidates = [
    ...['src', 'data', 'data-src'].map((name) => attribute(element, name)),
    ...sources.map((source) => attribute(source, 'src')),
  ];
  for (const candidate of candidates) {
    const url = httpUrl(candidate, baseUrl);
    if (url === null) continue;
    const page = pageOfPlayer(url);
    const title = lineFrom(attribute(element, 'title')) || lineFrom(attribute(element, 'aria-label')) || hostOf(page);
    const poster = httpUrl(attribute(element, 'poster'), baseUrl);
    const image =
      poster === null ? null : { url: poster, alt: '', caption: null, credit: null, width: null, height: null };
    return { type: 'embed', url: page, title, provider: hostOf(page), image };
  }
  return null;
}

/** The page of a video that stands behind the address of its player. */
export function pageOfPlayer(url: string): string {
  const youTube = /^https?:\/\/(?:www\.)?youtube(?:-nocookie)?\.com\/embed\/([\w-]{6,20})(?:[?#].*)?$/.exec(url);
  if (youTube !== null) return `https://www.youtube.com/watch?v=${youTube[1]}`;
  const vimeo = /^https?:\/\/player\.vimeo\.com\/video\/(\d+)(?:[?#].*)?$/.exec(url);
  return vimeo === null ? url : `https://vimeo.com/${vimeo[1]}`;
}

// Pages that load pictures late keep the address in one of these and a placeholder in `src`.
const lateSources = ['data-src', 'data-lazy-src', 'data-original'];

function firstUrl(
  image: HtmlElement | undefined,
  sources: readonly HtmlElement[],
  baseUrl: string | null | undefined,
): string | null {
  const late = image === undefined ? [] : lateSources.map((name) => attribute(image, name));
  const own = image === undefined ? [] : [attribute(image, 'src'), widest(attribute(image, 'srcset'))];
  const lateSet = image === undefined ? '' : widest(attribute(image, 'data-srcset'));
  const others = sources.map((source) => widest(attribute(source, 'srcset')));
  for (const candidate of [...late, ...own, lateSet, ...others]) {
    const url = httpUrl(candidate, baseUrl);
    if (url !== null) return url;
  }
  return null;
}

/** The candidate of a `srcset` that is widest without being wider than a message on a sharp screen needs. */
function widest(srcset: string): string {
  let best = '';
  let bestWidth = -1;
  // Candidates are parted by commas, which addresses may hold too (HTML, section 4.8.4.2.2).
  for (const candidate of srcset.split(/,\s+|,(?=https?:)/).slice(0, 20)) {
    const [url = '', descriptor = ''] = candidate.trim().split(/\s+/);
    const size = Number.parseFloat(descriptor) || 1;
    const width = descriptor.endsWith('x') || descriptor === '' ? size * 600 : size;
    if ((width > bestWidth && width <= 1600) || bestWidth < 0) {
      best = url;
      bestWidth = width;
    }
  }
  return best;
}

function pixels(element: HtmlElement | undefined, name: string): number | null {
  const match = element === undefined ? null : /^(\d{1,5})(?:px)?$/.exec(attribute(element, name));
  const value = Number(match?.[1] ?? 0);
  return value > 0 ? value : null;
}
