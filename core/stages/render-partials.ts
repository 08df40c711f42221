import type { FS } from 'liquidjs';
import type { TemplateFile, TemplateSource } from '../ports.ts';

/** What `render`, `include` and `layout` name in a source, where they name it outright. */
const named = /\{%-?\s*(?:render|include|layout)\s+["']([^"']+)["']/g;

/**
 * The partials of one part, read through the port before Liquid runs: without waiting for files Liquid is several times
 * faster. A partial whose name comes from a value is asked for while Liquid runs, read then, and Liquid run again.
 */
export class PartialFiles {
  readonly #templates: TemplateSource;
  readonly #extension: string;
  readonly #files = new Map<string, TemplateFile | null>();
  readonly #used = new Set<string>();
  #missed: string | null = null;

  /** @param extension - of the part: what a name without one means. */
  constructor(templates: TemplateSource, extension: '.mjml' | '.txt') {
    this.#templates = templates;
    this.#extension = extension;
  }

  /** Reads every partial that a source names, and those that they name. */
  async loadNamedIn(source: string): Promise<void> {
    const names = [...source.matchAll(named)].map(([, name = '']) => this.#fileName(name));
    await Promise.all([...new Set(names)].filter((name) => !this.#files.has(name)).map((name) => this.#load(name)));
  }

  /** Reads the partial that Liquid asked for in vain. @returns whether there was such a one, so that Liquid may try again. */
  async loadMissed(): Promise<boolean> {
    const name = this.#missed;
    if (name === null) return false;
    this.#missed = null;
    await this.#load(name);
    return true;
  }

  /** Every partial that was read, used or not. */
  all(): TemplateFile[] {
    return [...this.#files.values()].filter((file) => file !== null);
  }

  /** The partials that Liquid used, by name. */
  used(): [string, TemplateFile][] {
    return [...this.#files].flatMap(([name, file]): [string, TemplateFile][] => {
      return file !== null && this.#used.has(name) ? [[name, file]] : [];
    });
  }

  /** The source of a partial that is used, by the name that templates give it. @returns null where it is not at hand. */
  take(name: string): string | null {
    const file = this.#files.get(this.#fileName(name)) ?? null;
    if (file !== null) this.#used.add(this.#fileName(name));
    return file?.source ?? null;
  }

  /** What Liquid takes for a file system. */
  readonly fs: FS = {
    sep: '/',
    resolve: (_folder, name) => this.#fileName(name),
    contains: async () => true,
    containsSync: () => true,
    exists: async (name) => this.#exists(name),
    existsSync: (name) => this.#exists(name),
    readFile: async (name) => this.#read(name),
    readFileSync: (name) => this.#read(name),
  };

  #fileName(name: string): string {
    return /\.[a-z]+$/.test(name) ? name : name + this.#extension;
  }

  async #load(name: string): Promise<void> {
    // Held before it is read, so that partials which name one another end.
    this.#files.set(name, null);
    const file = await this.#templates.partial(name);
    this.#files.set(name, file);
    if (file !== null) await this.loadNamedIn(file.source);
  }

  #exists(name: string): boolean {
    if (!this.#files.has(name)) this.#missed = name;
    return (this.#files.get(name) ?? null) !== null;
  }

  #read(name: string): string {
    this.#used.add(name);
    return this.#files.get(name)?.source ?? '';
  }
}
