import type { Metadata, Sharp } from 'sharp';
import { PressrunError } from '../../core/errors.ts';
import {
  type FittedPicture,
  type PictureType,
  pictureLimits,
  type StoredPictureType,
} from '../../core/model/picture.ts';
import type { PictureAnswer, PictureEditor } from '../../core/ports.ts';

type SharpModule = typeof import('sharp').default;

/** What it is tried as, in this order, until it is light enough. */
type Encoding = readonly [StoredPictureType, (image: Sharp) => Sharp];

const jpegs: readonly Encoding[] = [82, 68, 54].map((quality) => [
  'jpeg',
  (image) => image.jpeg({ quality, mozjpeg: true }),
]);
const png: Encoding = ['png', (image) => image.png({ compressionLevel: 9 })];
/** At most 256 colours. */
const palettePng: Encoding = ['png', (image) => image.png({ compressionLevel: 9, palette: true })];
const gif: Encoding = ['gif', (image) => image.gif()];

/** Decoding one picture takes no longer. */
const timeoutSeconds = 20;

export interface SharpPictureEditorOptions {
  /** Default: `import('sharp')`. */
  load?: () => Promise<{ default: SharpModule }>;
  /** Default: those of `pictureLimits`. */
  limits?: { pixels?: number; storedBytes?: number };
}

interface Limits {
  pixels: number;
  storedBytes: number;
}

/**
 * Pictures through sharp, which is no dependency of Pressrun: it is loaded here, and only where it is asked for.
 *
 * @throws {PressrunError} `PICTURES_UNAVAILABLE` where it is not installed.
 */
export async function createSharpPictureEditor({
  load = () => import('sharp'),
  limits = {},
}: SharpPictureEditorOptions = {}): Promise<PictureEditor> {
  const within = { ...pictureLimits, ...limits };
  const sharp = await load().then(
    (module) => module.default,
    (cause: unknown) => {
      throw new PressrunError('PICTURES_UNAVAILABLE', 'Pictures are resized by sharp, which cannot be loaded.', {
        cause,
      });
    },
  );
  // Of libvips's many readers only those that are needed: whatever the bytes say they are.
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: [
      'VipsForeignLoadJpegBuffer',
      'VipsForeignLoadPngBuffer',
      'VipsForeignLoadNsgifBuffer',
      'VipsForeignLoadWebpBuffer',
    ],
  });
  return {
    async fit(bytes, type, width) {
      try {
        return await fitted(sharp, bytes, type, width, within);
      } catch (error) {
        const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
        const tooMany = /pixel limit/.test(reason);
        return refused(tooMany ? `more than ${within.pixels / 1_000_000} megapixels` : `it is broken: ${reason}`);
      }
    },
  };
}

async function fitted(
  sharp: SharpModule,
  bytes: Uint8Array,
  type: PictureType,
  width: number,
  { pixels, storedBytes }: Limits,
): Promise<PictureAnswer<FittedPicture>> {
  const open = () => sharp(bytes, { limitInputPixels: pixels, animated: type === 'gif', failOn: 'error' });
  const metadata = await open().metadata();
  const opaque = !metadata.hasAlpha || (await open().stats()).isOpaque;
  for (const [made, encode] of encodings(type, metadata, opaque)) {
    const image = open().autoOrient().resize({ width, withoutEnlargement: true }).toColourspace('srgb');
    const { data, info } = await encode(image)
      .timeout({ seconds: timeoutSeconds })
      .toBuffer({ resolveWithObject: true });
    if (data.length > storedBytes) continue;
    // The frames of an animation stand one under the other.
    const height = info.pageHeight ?? info.height;
    return { ok: true, value: { bytes: data, type: made, width: info.width, height } };
  }
  return refused(`more than ${storedBytes / 1_000_000} MB at ${width} pixels across`);
}

/** Photographs as JPEG; drawings, and what can be seen through, as PNG; what moves as GIF. Outlook shows no WebP. */
function encodings(type: PictureType, { pages = 1 }: Metadata, opaque: boolean): readonly Encoding[] {
  if (type === 'gif' && pages > 1) return [gif];
  if (!opaque) return [png, palettePng];
  return type === 'jpeg' || type === 'webp' ? jpegs : [png, ...jpegs];
}

function refused(why: string): PictureAnswer<FittedPicture> {
  return { ok: false, why };
}
