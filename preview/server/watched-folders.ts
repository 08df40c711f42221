import { type Dirent, type FSWatcher, readdirSync, realpathSync, statSync, watch } from 'node:fs';
import path from 'node:path';

/**
 * Folders that are watched, never file by file: a store of a hundred thousand articles takes one watcher, and a file that an editor
 * puts in the place of another is seen. A link to a file elsewhere is watched where it leads.
 */
export class WatchedFolders {
  readonly #tell: (file: string) => void;
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #trees: string[] = [];

  /** @param tell - called with each file that changed, came or went, often more than once. */
  constructor(tell: (file: string) => void) {
    this.#tell = tell;
  }

  /** Watches the files of a folder, where there is one. */
  add(folder: string): void {
    if (!this.#watchers.has(folder)) this.#watch(folder);
  }

  /** Watches a folder and all that is in it, now or later; it may itself come later, in a folder that is there. */
  addTree(folder: string): void {
    this.#trees.push(folder);
    this.add(path.dirname(folder));
    this.#enter(folder);
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  /** @returns every file in it. */
  #enter(folder: string): string[] {
    // One that was there before, and went, has a watcher that hears nothing more.
    this.#watch(folder);
    const files: string[] = [];
    for (const entry of entriesOf(folder)) {
      const inside = path.join(folder, entry.name);
      if (isFolder(entry, inside)) files.push(...this.#enter(inside));
      else files.push(inside);
      if (entry.isSymbolicLink()) this.#watch(inside);
    }
    return files;
  }

  #watch(place: string): void {
    this.#watchers.get(place)?.close();
    this.#watchers.delete(place);
    const isFile = statSync(place, { throwIfNoEntry: false })?.isFile() === true;
    const watcher = watcherOf(place, (event, name) => {
      if (isFile) this.#tell(place);
      else if (name !== null) this.#changed(event, path.join(place, name));
    });
    if (watcher === null) return;
    watcher.on('error', () => watcher.close());
    this.#watchers.set(place, watcher);
  }

  #changed(event: string, file: string): void {
    const entered = event === 'rename' && this.#trees.some((tree) => isAtOrIn(file, tree)) && isDirectory(file);
    // What was put into it before it was watched is told too.
    for (const each of entered ? this.#enter(file) : [file]) this.#tell(each);
  }
}

/** @returns null where there is nothing of that name, or nothing that may be read. */
function watcherOf(place: string, listener: (event: string, name: string | null) => void): FSWatcher | null {
  try {
    return watch(place, listener);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(code)) return null;
    throw error;
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !/^(?:node_modules|\.git)$/.test(name));
  } catch {
    // There is none, or it went just now.
    return [];
  }
}

/** Whether it is to be entered: a link to a folder that it stands in leads round for ever. */
function isFolder(entry: Dirent, place: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return isDirectory(place) && !isAtOrIn(realpathSync(path.dirname(place)), realpathSync(place));
}

function isDirectory(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isAtOrIn(place: string, folder: string): boolean {
  return place === folder || place.startsWith(folder + path.sep);
}
