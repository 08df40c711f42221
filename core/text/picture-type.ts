import type { PictureType } from '../model/picture.ts';

/** The first bytes of each type, `null` standing for any. */
const signatures: readonly (readonly [PictureType, readonly (number | null)[]])[] = [
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['gif', [0x47, 0x49, 0x46, 0x38]],
  // RIFF, a length, WEBP.
  ['webp', [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50]],
];

/** The type of a picture by its content, whatever its name or its server says; null where it is none that is taken in. */
export function pictureTypeOf(bytes: Uint8Array): PictureType | null {
  const found = signatures.find(([, signature]) =>
    signature.every((byte, index) => byte === null || bytes[index] === byte),
  );
  return found?.[0] ?? null;
}

/** In a few words, what a file is that is no picture of these. */
export function notAPicture(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'an empty file';
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 1_024));
  if (/<svg[\s>]/i.test(start)) return 'an SVG';
  if (/^\s*(?:<!doctype html|<html|<head|<body)/i.test(start)) return 'a web page';
  const brand = start.slice(4, 8) === 'ftyp' ? start.slice(8, 12) : '';
  if (brand === 'avif' || brand === 'avis') return 'an AVIF';
  if (/^(?:hei|hev|mif1|msf1)/.test(brand)) return 'a HEIC';
  return start.startsWith('%PDF') ? 'a PDF' : 'another kind of file';
}
