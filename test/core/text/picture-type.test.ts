import { expect, test } from '@jest/globals';
import { notAPicture, pictureTypeOf } from '../../../core/text/picture-type.ts';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

test('four types are told by their first bytes', () => {
  expect(pictureTypeOf(bytes('\xff\xd8\xff\xe0'))).toBe('jpeg');
  expect(pictureTypeOf(bytes('\x89PNG\r\n\x1a\n'))).toBe('png');
  expect(pictureTypeOf(bytes('GIF89a'))).toBe('gif');
  expect(pictureTypeOf(bytes('RIFF\x10\x00\x00\x00WEBPVP8 '))).toBe('webp');
  for (const other of ['', '\xff\xd8', 'RIFF\x10\x00\x00\x00WAVE', '\x00\x00\x00 ftypavif', '<svg>', 'BM']) {
    expect(pictureTypeOf(bytes(other))).toBeNull();
  }
});

test('what is none of them is named', () => {
  const named = [
    '',
    '<?xml?>\n<svg xmlns="x">',
    ' <!DOCTYPE html>',
    '\0\0\0 ftypavif',
    '\0\0\0 ftypheic',
    '%PDF-1.7',
    'BM',
  ];
  expect(named.map((text) => notAPicture(bytes(text)))).toEqual([
    'an empty file',
    'an SVG',
    'a web page',
    'an AVIF',
    'a HEIC',
    'a PDF',
    'another kind of file',
  ]);
});
