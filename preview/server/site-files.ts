import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** Folders beside the config that stand for the publication's own site, in this order. */
export const siteFolders = ['public', 'examples'] as const;

const types: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
};

/**
 * Pictures of the publication's own site that lie beside the config, so that they show without a network, and before they are
 * online: `https://news.example.org/pictures/a.jpg` is `public/pictures/a.jpg`, else `examples/pictures/a.jpg`, where there
 * is such a file. Nothing but pictures is given out.
 */
export class SiteFiles {
  readonly #folder: string;
  readonly #host: string;
  readonly #known = new Map<string, string | null>();

  /** @param folder - the config's. @param publicationUrl - `publication.url`. */
  constructor(folder: string, publicationUrl: string) {
    this.#folder = folder;
    this.#host = new URL(publicationUrl).host;
  }

  /** The path below the site of a URL that has a file here; null for any other. */
  pathOf(url: string): string | null {
    const parsed = URL.parse(url);
    if (parsed === null || parsed.host !== this.#host || !/^https?:$/.test(parsed.protocol)) return null;
    return this.#file(parsed.pathname) === null ? null : parsed.pathname;
  }

  /** A file by its path below the site. */
  async read(pathname: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; type: string; file: string } | null> {
    const file = this.#file(pathname);
    if (file === null) return null;
    const bytes = await readFile(file).catch(() => null);
    if (bytes === null) return null;
    return { bytes: new Uint8Array(bytes), type: types[path.extname(file).toLowerCase()] ?? 'image/png', file };
  }

  #file(pathname: string): string | null {
    const known = this.#known.get(pathname);
    if (known !== undefined && (known === null || existsSync(known))) return known;
    const file = this.#find(pathname);
    // One that is not there may be put there: only what was found is remembered.
    if (file !== null) this.#known.set(pathname, file);
    return file;
  }

  #find(pathname: string): string | null {
    const relative = decoded(pathname);
    if (relative === null || types[path.extname(relative).toLowerCase()] === undefined) return null;
    for (const name of siteFolders) {
      const root = path.join(this.#folder, name);
      const file = path.resolve(root, relative);
      if (file.startsWith(root + path.sep) && isFile(file)) return file;
    }
    return null;
  }
}

/** A path from a URL; null where it would lead elsewhere. */
function decoded(pathname: string): string | null {
  try {
    const relative = decodeURIComponent(pathname).replace(/^\/+/, '');
    return relative.split(/[\\/]/).includes('..') || relative.includes('\0') ? null : relative;
  } catch {
    return null;
  }
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}
