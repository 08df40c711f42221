import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { TemplateFile, TemplateSource } from '../../core/ports.ts';

/** Templates that are read once, until their file changes. */
export class CachedTemplates implements TemplateSource {
  readonly #source: TemplateSource;
  readonly #read = new Map<string, Promise<TemplateFile | null>>();
  /** By the path that errors name them by. */
  readonly #files = new Map<string, TemplateFile>();
  readonly #forgotten = new Map<string, string | null>();

  constructor(source: TemplateSource) {
    this.#source = source;
  }

  edition(name: string, part: 'mjml' | 'txt'): Promise<TemplateFile | null> {
    const file = name.endsWith('.mjml') ? name.replace(/mjml$/, part) : `${name}.${part}`;
    return this.#once(`edition ${file}`, () => this.#source.edition(name, part));
  }

  partial(name: string): Promise<TemplateFile | null> {
    return this.#once(`partial ${name}`, () => this.#source.partial(name));
  }

  /** What was read, by the path that errors name it by. */
  file(label: string): TemplateFile | null {
    return this.#files.get(label) ?? null;
  }

  /**
   * Forgets what stands in a file, or that there was none of that name.
   *
   * @returns false where the file is as it was when it was last forgotten.
   */
  async forget(file: string): Promise<boolean> {
    const text = await readFile(file, 'utf8').catch(() => null);
    if (this.#forgotten.has(file) && this.#forgotten.get(file) === text) return false;
    this.#forgotten.set(file, text);
    const name = path.basename(file);
    for (const key of this.#read.keys()) {
      if (key.split(/[ /]/).at(-1) === name) this.#read.delete(key);
    }
    return true;
  }

  #once(key: string, read: () => Promise<TemplateFile | null>): Promise<TemplateFile | null> {
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    const reading = read().then((file) => {
      if (file !== null) this.#files.set(file.path, file);
      return file;
    });
    this.#read.set(key, reading);
    // What could not be read is tried again the next time.
    reading.catch(() => this.#read.delete(key));
    return reading;
  }
}
