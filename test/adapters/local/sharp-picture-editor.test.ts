import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { createSharpPictureEditor } from '../../../adapters/local/sharp-picture-editor.ts';
import type { FittedPicture, PictureType } from '../../../core/model/picture.ts';
import type { PictureEditor } from '../../../core/ports.ts';
import { pictureTypeOf } from '../../../core/text/picture-type.ts';

let editor: PictureEditor;

beforeAll(async () => {
  editor = await createSharpPictureEditor();
});

async function fitted(bytes: Uint8Array, type: PictureType, width = 1_200): Promise<FittedPicture> {
  const answer = await editor.fit(bytes, type, width);
  if (!answer.ok) throw new Error(answer.why);
  expect(pictureTypeOf(answer.value.bytes)).toBe(answer.value.type);
  return answer.value;
}

function plain(width: number, height: number, channels: 3 | 4 = 3) {
  return sharp({
    create: { width, height, channels, background: { r: 200, g: 40, b: 40, alpha: 0.5 } },
    limitInputPixels: false,
  });
}

const photograph = readFileSync(new URL('../../../examples/pictures/bench.jpg', import.meta.url));

/** Noise, which nothing makes small. */
function noise(width: number, height: number, channels: 3 | 4) {
  let state = 7;
  const data = Buffer.from(
    Array.from({ length: width * height * channels }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return state >>> 24;
    }),
  );
  return sharp(data, { raw: { width, height, channels } });
}

describe('pictures through sharp', () => {
  test('are no wider than asked, in proportion, and the same every time', async () => {
    const { bytes, ...rest } = await fitted(photograph, 'jpeg', 600);
    expect(rest).toEqual({ type: 'jpeg', width: 600, height: 400 });
    expect((await fitted(photograph, 'jpeg', 600)).bytes).toEqual(bytes);
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 600, height: 400, space: 'srgb' });
  });

  test('are never larger than they are', async () => {
    expect(await fitted(await plain(90, 120).jpeg().toBuffer(), 'jpeg')).toMatchObject({ width: 90, height: 120 });
  });

  test('stand upright, and carry no word about where and with what they were made', async () => {
    const turned = await plain(300, 200)
      .withExif({ IFD0: { Copyright: 'A. Example' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(turned).metadata()).exif).toBeDefined();
    const { bytes, width, height } = await fitted(turned, 'jpeg');
    expect({ width, height }).toEqual({ width: 200, height: 300 });
    const { exif, icc, xmp, iptc, orientation } = await sharp(bytes).metadata();
    expect({ exif, icc, xmp, iptc, orientation }).toEqual({});
  });

  test('a WebP becomes what Outlook shows: a JPEG, or a PNG where it can be seen through', async () => {
    expect((await fitted(await plain(50, 50).webp().toBuffer(), 'webp')).type).toBe('jpeg');
    const clear = await fitted(await plain(50, 50, 4).webp().toBuffer(), 'webp');
    expect(clear.type).toBe('png');
    expect((await sharp(clear.bytes).stats()).isOpaque).toBe(false);
  });

  test('a drawing stays a PNG; one that is too heavy so becomes a JPEG', async () => {
    expect((await fitted(await plain(1_600, 900).png().toBuffer(), 'png')).type).toBe('png');
    const light = await createSharpPictureEditor({ limits: { storedBytes: 50_000 } });
    const answer = await light.fit(await noise(200, 150, 3).png().toBuffer(), 'png', 1_200);
    expect(answer).toMatchObject({ ok: true, value: { type: 'jpeg' } });
    expect(answer.ok && answer.value.bytes.length).toBeLessThanOrEqual(50_000);
  });

  test('what nothing makes light enough is refused', async () => {
    const light = await createSharpPictureEditor({ limits: { storedBytes: 10_000 } });
    const answer = await light.fit(await noise(200, 150, 4).png().toBuffer(), 'png', 1_200);
    expect(answer).toEqual({ ok: false, why: 'more than 0.01 MB at 1200 pixels across' });
  });

  test('an animation stays one', async () => {
    const frames = await noise(40, 120, 3).toColourspace('srgb').raw().toBuffer();
    const animated = await sharp(frames, { raw: { width: 40, height: 120, channels: 3, pageHeight: 30 } })
      .gif()
      .toBuffer();
    const { bytes, ...rest } = await fitted(animated, 'gif', 20);
    expect(rest).toEqual({ type: 'gif', width: 20, height: 15 });
    expect((await sharp(bytes, { animated: true }).metadata()).pages).toBe(4);
  });

  test('a small file that unfolds to too many pixels is refused before it does', async () => {
    const bomb = await plain(8_000, 8_000).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.length).toBeLessThan(300_000);
    expect(await editor.fit(bomb, 'png', 1_200)).toEqual({ ok: false, why: 'more than 50 megapixels' });
    // A head that claims the largest size a PNG can have, and no pixels.
    const claimed = Buffer.from(await plain(1, 1).png().toBuffer());
    claimed.writeUInt32BE(0x7fffffff, 16);
    claimed.writeUInt32BE(0x7fffffff, 20);
    expect(await editor.fit(claimed, 'png', 1_200)).toMatchObject({ ok: false });
  });

  test('all frames of an animation count', async () => {
    const raw = await noise(50, 250, 3).raw().toBuffer();
    const moving = { raw: { width: 50, height: 250, channels: 3 as const, pageHeight: 50 } };
    const animated = await sharp(raw, moving).gif().toBuffer();
    const strict = await createSharpPictureEditor({ limits: { pixels: 10_000 } });
    expect(await strict.fit(animated, 'gif', 1_200)).toEqual({ ok: false, why: 'more than 0.01 megapixels' });
    expect(await editor.fit(animated, 'gif', 1_200)).toMatchObject({ ok: true });
  });

  test('what is broken is refused, and what says that it is another kind of file', async () => {
    expect(await editor.fit(photograph.subarray(0, 9_000), 'jpeg', 1_200)).toMatchObject({
      ok: false,
      why: expect.stringMatching(/^it is broken: /),
    });
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    expect(await editor.fit(svg, 'png', 1_200)).toMatchObject({ ok: false });
  });

  test('without sharp it says what to install', async () => {
    const absent = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
    await expect(createSharpPictureEditor({ load: () => Promise.reject(absent) })).rejects.toMatchObject({
      code: 'PICTURES_UNAVAILABLE',
      advice: expect.stringContaining('npm install sharp'),
      cause: absent,
    });
  });
});
