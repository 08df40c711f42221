import { PressrunError } from '../../core/errors.ts';
import type { Archive } from '../../core/ports.ts';

/** An archive in memory. */
export class MemoryArchive implements Archive {
  readonly #values = new Map<string, Uint8Array>();

  async put(editionId: string, name: string, bytes: Uint8Array | string): Promise<void> {
    const key = `${editionId}\n${name}`;
    const value = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
    const standing = this.#values.get(key);
    if (standing === undefined) this.#values.set(key, value);
    else if (standing.length !== value.length || standing.some((byte, index) => byte !== value[index])) {
      throw new PressrunError('ARCHIVE_CONFLICT', `The archive holds another ${name} of ${editionId}.`);
    }
  }

  async get(editionId: string, name: string): Promise<Uint8Array | null> {
    return this.#values.get(`${editionId}\n${name}`) ?? null;
  }

  async list(editionId: string, prefix: string): Promise<string[]> {
    const start = `${editionId}\n`;
    return [...this.#values.keys()]
      .filter((key) => key.startsWith(start + prefix))
      .map((key) => key.slice(start.length))
      .sort();
  }
}
