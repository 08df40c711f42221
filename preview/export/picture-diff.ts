import type { Picture } from './png.ts';

/** Channels nearer than this look alike: what fonts are smoothed by differs from machine to machine by less. */
const alike = 24;

/**
 * Lays two pictures on one another from the top left. What only one of them has counts as changed.
 *
 * @returns how many pixels differ, and a picture of them: red on the first, faded.
 */
export function pictureDiff(one: Picture, other: Picture): { changed: number; picture: Picture } {
  const width = Math.max(one.width, other.width);
  const height = Math.max(one.height, other.height);
  const data = new Uint8Array(width * height * 4);
  let changed = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const to = (y * width + x) * 4;
      const a = x < one.width && y < one.height ? (y * one.width + x) * 4 : -1;
      const b = x < other.width && y < other.height ? (y * other.width + x) * 4 : -1;
      data[to + 3] = 255;
      if (a < 0 || b < 0 || differ(one.data, a, other.data, b)) {
        changed += 1;
        data[to] = 214;
        data[to + 1] = 40;
        data[to + 2] = 40;
        continue;
      }
      const grey = ((one.data[a] ?? 0) * 2 + (one.data[a + 1] ?? 0) * 5 + (one.data[a + 2] ?? 0)) >> 3;
      const faded = 255 - ((255 - grey) >> 3);
      data[to] = faded;
      data[to + 1] = faded;
      data[to + 2] = faded;
    }
  }
  return { changed, picture: { width, height, data } };
}

function differ(one: Uint8Array, a: number, other: Uint8Array, b: number): boolean {
  for (let channel = 0; channel < 4; channel += 1) {
    const difference = (one[a + channel] ?? 0) - (other[b + channel] ?? 0);
    if (difference > alike || difference < -alike) return true;
  }
  return false;
}
