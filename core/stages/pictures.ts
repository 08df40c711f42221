import type { Article } from '../model/article.ts';
import type { Block } from '../model/block.ts';
import type { Image } from '../model/image.ts';
import { type FittedPicture, pictureLimits, pictureNamePattern, picturesFolder } from '../model/picture.ts';
import type { Problem } from '../model/problem.ts';
import type { Archive, PictureAnswer, PictureEditor, PictureSource } from '../ports.ts';
import { sha256 } from '../text/hash.ts';
import { notAPicture, pictureTypeOf } from '../text/picture-type.ts';

/** How many of an article's pictures are in memory at once. */
const atOnce = 3;

/** Under this id `records` keeps which picture was stored for which URL: `<hash of the URL>/<name>`. */
const recordsFolder = 'picture-sources';

const allowed = `a JPEG, PNG, GIF or WebP of at most ${pictureLimits.downloadBytes / 1_000_000} MB and ${pictureLimits.pixels / 1_000_000} megapixels, at a public address`;

export interface PicturePorts {
  source: PictureSource;
  editor: PictureEditor;
  /** What readers see: pictures go in under `picturesFolder`. */
  pictures: Pick<Archive, 'put' | 'list'>;
  /** What nobody but Pressrun sees. */
  records: Pick<Archive, 'put' | 'list'>;
}

/** An article whose pictures were stored. */
export interface PicturedArticle {
  /** Its pictures are the publication's own; those that could not be taken are as they were. */
  article: Article;
  /** Pictures that were fetched and stored. */
  stored: number;
  /** Pictures that had been stored before. */
  known: number;
  /** One for each picture that could not be taken. */
  problems: Problem[];
}

export type StorePictures = (article: Article) => Promise<PicturedArticle>;

/**
 * Makes what stores the pictures of articles: fetched, checked by content, sized to the column of a mail, and stored under a hash of
 * their bytes; the article then points at `<assetUrl>/pictures/<name>`.
 *
 * What was stored for a URL is not fetched again, in this run or a later one: so it can be ended at any time and begun again. A
 * picture that cannot be taken stops nothing. A new picture needs a new URL.
 *
 * @param assetUrl - `publication.assetUrl`.
 * @throws {PressrunError} `STORE_UNAVAILABLE`; what is made throws it too.
 * @example
 * const store = await openPictures('https://news.example.org', ports);
 * const { article, problems } = await store(imported);
 */
export async function openPictures(assetUrl: string, ports: PicturePorts): Promise<StorePictures> {
  const base = `${assetUrl.replace(/\/+$/, '')}/${picturesFolder}/`;
  const present = new Set(await ports.pictures.list(picturesFolder, ''));
  const names = await recordedNames(ports, present);
  // What was asked for in this run, refusals too: a URL that a hundred articles share is fetched once.
  const asked = new Map<string, Promise<PictureAnswer<string>>>();

  async function take(url: string): Promise<PictureAnswer<string>> {
    const fitted = await fetchFitted(url, ports);
    if (!fitted.ok) return fitted;
    const name = nameOf(fitted.value);
    await ports.pictures.put(picturesFolder, name, fitted.value.bytes);
    // Recorded last: a record says that the picture is there.
    await ports.records.put(recordsFolder, `${keyOf(url)}/${name}`, `${JSON.stringify({ url })}\n`);
    return { ok: true, value: name };
  }

  async function nameFor(url: string): Promise<PictureAnswer<{ name: string; isNew: boolean }>> {
    const known = names.get(keyOf(url));
    if (known !== undefined) return { ok: true, value: { name: known, isNew: false } };
    const isNew = !asked.has(url);
    const asking = asked.get(url) ?? take(url);
    asked.set(url, asking);
    const answer = await asking;
    return answer.ok ? { ok: true, value: { name: answer.value, isNew } } : answer;
  }

  return async (article) => {
    const places = new Map<string, string>();
    for (const { url, field } of picturesOf(article)) {
      if (!isStored(url, base) && !places.has(url)) places.set(url, field);
    }
    const wanted = [...places];
    const taken = new Map<string, string>();
    const result: PicturedArticle = { article, stored: 0, known: 0, problems: [] };
    for (let first = 0; first < wanted.length; first += atOnce) {
      const few = wanted.slice(first, first + atOnce);
      await Promise.all(
        few.map(async ([url, field]) => {
          const answer = await nameFor(url);
          if (!answer.ok) {
            const got = `${url} (${answer.why})`;
            result.problems.push({ file: article.source.reference, field, got, allowed });
            return;
          }
          taken.set(url, answer.value.name);
          if (answer.value.isNew) result.stored += 1;
          else result.known += 1;
        }),
      );
    }
    // In the order of the article, whichever answer came first.
    const order = wanted.map(([, field]) => field);
    result.problems.sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field));
    return { ...result, article: withPictures(article, (image) => ownImage(image, taken, base)) };
  };
}

async function fetchFitted(
  url: string,
  { source, editor }: Pick<PicturePorts, 'source' | 'editor'>,
): Promise<PictureAnswer<FittedPicture>> {
  const fetched = await source.fetch(url);
  if (!fetched.ok) return fetched;
  const type = pictureTypeOf(fetched.value);
  if (type === null) return { ok: false, why: notAPicture(fetched.value) };
  return editor.fit(fetched.value, type, pictureLimits.width);
}

/** Of every URL that was stored before and whose picture is still there: its name. */
async function recordedNames(
  { records }: Pick<PicturePorts, 'records'>,
  present: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const recorded = await records.list(recordsFolder, '');
  return new Map(
    recorded.flatMap((record): [string, string][] => {
      const [key = '', name = ''] = record.split('/');
      return present.has(name) ? [[key, name]] : [];
    }),
  );
}

/** Whether a URL is one of a stored picture already; the publication may have others at the same place. */
function isStored(url: string, base: string): boolean {
  return url.startsWith(base) && pictureNamePattern.test(url.slice(base.length));
}

/** A picture is made for one width: for another it is another. */
function keyOf(url: string): string {
  return sha256(`${pictureLimits.width}\n${url}`);
}

function nameOf({ bytes, type, width, height }: FittedPicture): string {
  return `${sha256(bytes).slice(0, 32)}-${width}x${height}.${type}`;
}

function ownImage(image: Image, taken: ReadonlyMap<string, string>, base: string): Image {
  const name = taken.get(image.url);
  const size = name === undefined ? null : pictureNamePattern.exec(name);
  if (name === undefined || size === null) return image;
  const { width, height } = size.groups ?? {};
  return { ...image, url: base + name, width: Number(width), height: Number(height) };
}

/** The URL of every picture of an article, with its field. */
function picturesOf(article: Article): { url: string; field: string }[] {
  const found: { url: string; field: string }[] = [];
  withPictures(article, (image, field) => {
    found.push({ url: image.url, field: `${field}.url` });
    return image;
  });
  return found;
}

/** The article with each of its pictures changed. */
function withPictures(article: Article, change: (image: Image, field: string) => Image): Article {
  return {
    ...article,
    image: article.image === null ? null : change(article.image, 'image'),
    body: blocksWith(article.body, change, 'body'),
  };
}

function blocksWith(blocks: readonly Block[], change: (image: Image, field: string) => Image, path: string): Block[] {
  return blocks.map((block, index): Block => {
    const field = `${path}[${index}]`;
    if (block.type === 'box') return { ...block, blocks: blocksWith(block.blocks, change, `${field}.blocks`) };
    if (block.type === 'image') return { ...block, image: change(block.image, `${field}.image`) };
    if (block.type !== 'link' && block.type !== 'embed') return block;
    return block.image === null ? block : { ...block, image: change(block.image, `${field}.image`) };
  });
}
