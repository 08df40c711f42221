import { deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pictureDiff } from '../../../preview/export/picture-diff.ts';
import { type Picture, readPng, writePng } from '../../../preview/export/png.ts';

const pictures: fc.Arbitrary<Picture> = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }))
  .chain(([width, height]) =>
    fc
      .uint8Array({ minLength: width * height * 4, maxLength: width * height * 4 })
      .map((data) => ({ width, height, data })),
  );

describe('PNG', () => {
  test('what is written is read again', () => {
    fc.assert(fc.property(pictures, (picture) => expect(readPng(writePng(picture))).toEqual(picture)));
  });

  test('every filter is undone, as the standard has them', () => {
    // 2 × 5, without alpha: each row under another filter, every pixel of it 10, 20, 30.
    const raw = [
      [0, 10, 20, 30, 10, 20, 30],
      [1, 10, 20, 30, 0, 0, 0],
      [2, 0, 0, 0, 0, 0, 0],
      [3, 5, 10, 15, 0, 0, 0],
      [4, 0, 0, 0, 0, 0, 0],
    ];
    const file = Buffer.from(writePng({ width: 2, height: 5, data: new Uint8Array(40) }));
    const packed = deflateSync(Buffer.from(raw.flat()));
    const head = file.subarray(0, 33);
    head[25] = 2;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(packed.length);
    const rgb = Buffer.concat([head, length, Buffer.from('IDAT'), packed, Buffer.alloc(4)]);
    expect([...readPng(rgb).data]).toEqual(Array.from({ length: 10 }, () => [10, 20, 30, 255]).flat());
  });

  test('what is none, or of another kind, is refused', () => {
    expect(() => readPng(Buffer.from('GIF89a'))).toThrow('no PNG');
    const indexed = Buffer.from(writePng({ width: 1, height: 1, data: new Uint8Array(4) }));
    indexed[25] = 3;
    expect(() => readPng(indexed)).toThrow('no picture of a browser');
  });
});

describe('two pictures', () => {
  test('a picture and itself differ nowhere; in any order they differ as much', () => {
    fc.assert(fc.property(pictures, (one) => expect(pictureDiff(one, one).changed).toBe(0)));
    fc.assert(
      fc.property(pictures, pictures, (one, other) =>
        expect(pictureDiff(one, other).changed).toBe(pictureDiff(other, one).changed),
      ),
    );
  });

  test('where one is longer, what is below counts', () => {
    const white = (height: number): Picture => ({ width: 3, height, data: new Uint8Array(3 * height * 4).fill(255) });
    expect(pictureDiff(white(2), white(5)).changed).toBe(9);
  });
});
