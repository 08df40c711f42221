import type { PictureEditor, PictureSource } from '../../core/ports.ts';

/** Pictures of a web in memory; what is not there is refused. */
export class MemoryPictureSource implements PictureSource {
  readonly asked: string[] = [];
  readonly #files: ReadonlyMap<string, Uint8Array>;

  constructor(files: Readonly<Record<string, Uint8Array>>) {
    this.#files = new Map(Object.entries(files));
  }

  async fetch(url: string) {
    this.asked.push(url);
    const value = this.#files.get(url);
    return value === undefined ? { ok: false as const, why: 'the answer is 404' } : { ok: true as const, value };
  }
}

/** Gives pictures back as they are, as JPEGs of 640 by 360. */
export const idleEditor: PictureEditor = {
  fit: async (bytes) => ({ ok: true, value: { bytes, type: 'jpeg', width: 640, height: 360 } }),
};
