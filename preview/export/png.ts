import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** A picture: four bytes a pixel (red, green, blue, alpha), row by row. */
export interface Picture {
  width: number;
  height: number;
  data: Uint8Array;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * Reads a PNG as browsers write them: eight bits a channel, with or without alpha, not interlaced (PNG, third edition).
 *
 * @throws when it is any other.
 */
export function readPng(bytes: Uint8Array): Picture {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!file.subarray(0, 8).equals(signature)) throw new Error('This is no PNG.');
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  const [depth, colour, interlace] = [file[24], file[25], file[28]];
  const channels = colour === 6 ? 4 : 3;
  if (depth !== 8 || (colour !== 2 && colour !== 6) || interlace !== 0)
    throw new Error('This PNG is no picture of a browser’s.');
  const packed: Buffer[] = [];
  for (let at = 8; at + 12 <= file.length; ) {
    const length = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') packed.push(file.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const rows = inflateSync(Buffer.concat(packed));
  unfilter(rows, width * channels, height, channels);
  return { width, height, data: toRgba(rows, width, height, channels) };
}

/** Undoes the filter of each row, in place; a row begins with the byte that names its filter. */
function unfilter(rows: Uint8Array, length: number, height: number, channels: number): void {
  for (let y = 0; y < height; y += 1) {
    const start = y * (length + 1) + 1;
    const filter = rows[start - 1] ?? 0;
    const above = start - length - 1;
    for (let x = 0; x < length; x += 1) {
      const left = x >= channels ? (rows[start + x - channels] ?? 0) : 0;
      const up = y > 0 ? (rows[above + x] ?? 0) : 0;
      let guess = 0;
      if (filter === 1) guess = left;
      else if (filter === 2) guess = up;
      else if (filter === 3) guess = (left + up) >> 1;
      else if (filter === 4) guess = paeth(left, up, y > 0 && x >= channels ? (rows[above + x - channels] ?? 0) : 0);
      rows[start + x] = (rows[start + x] ?? 0) + guess;
    }
  }
}

/** Whichever of the three neighbours is nearest to left + up − upper left. */
function paeth(left: number, up: number, corner: number): number {
  const toLeft = up > corner ? up - corner : corner - up;
  const toUp = left > corner ? left - corner : corner - left;
  const both = left + up - 2 * corner;
  const toCorner = both < 0 ? -both : both;
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function toRgba(rows: Uint8Array, width: number, height: number, channels: number): Uint8Array {
  const data = new Uint8Array(width * height * 4).fill(255);
  let to = 0;
  for (let y = 0; y < height; y += 1) {
    let from = y * (width * channels + 1) + 1;
    for (let x = 0; x < width; x += 1) {
      for (let channel = 0; channel < channels; channel += 1) data[to + channel] = rows[from + channel] ?? 0;
      from += channels;
      to += 4;
    }
  }
  return data;
}

/** Writes a PNG. */
export function writePng({ width, height, data }: Picture): Buffer {
  const rows = Buffer.alloc(height * (width * 4 + 1));
  for (let y = 0; y < height; y += 1)
    rows.set(data.subarray(y * width * 4, (y + 1) * width * 4), y * (width * 4 + 1) + 1);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Eight bits, red green blue alpha.
  head.set([8, 6], 8);
  return Buffer.concat([
    signature,
    part('IHDR', head),
    part('IDAT', deflateSync(rows, { level: 3 })),
    part('IEND', Buffer.alloc(0)),
  ]);
}

function part(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}
