import { mkdirSync } from 'node:fs';
import { watch } from 'chokidar';
import type { Places } from './change-of.ts';

/** Files that are saved together come within so many milliseconds. */
const quietMilliseconds = 2;
/** A file is looked at again after this: what is watched with may keep quiet about a write so soon after the last. */
const secondLookMilliseconds = 70;

export interface Watch {
  /** Watches further files. */
  follow(files: Iterable<string>): void;
  close(): Promise<void>;
}

/**
 * Watches what editions are made from, and hands over the files that changed, came or went, those of one save together. A file
 * may be handed over without having changed.
 *
 * @param taken - waits for the last call before the next.
 */
export async function watchPlaces(places: Places, taken: (files: string[]) => Promise<void>): Promise<Watch> {
  // The store is not there before the first import.
  mkdirSync(places.articles, { recursive: true });
  const { config, templates, templateFiles, articles, articleSources, recipients, site } = places;
  const watcher = watch([config, ...templates, ...templateFiles, articles, ...articleSources, ...recipients, ...site], {
    ignoreInitial: true,
    ignored: (file) => /[\\/](?:node_modules|\.git)(?:[\\/]|$)/.test(file),
  });
  const timers = new Set<NodeJS.Timeout>();
  const after = (milliseconds: number, work: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, milliseconds);
    timers.add(timer);
  };
  let waiting: string[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  const hand = (files: string[]) => {
    turn = turn.then(() => taken(files)).catch(() => undefined);
  };
  watcher.on('all', (event, file) => {
    if (event === 'addDir' || event === 'unlinkDir') return;
    if (waiting.length === 0) {
      after(quietMilliseconds, () => {
        const files = waiting;
        waiting = [];
        hand(files);
        after(secondLookMilliseconds, () => hand(files));
      });
    }
    waiting.push(file);
  });
  await new Promise<void>((resolve) => {
    watcher.once('ready', () => resolve());
  });
  return {
    follow: (files) => {
      watcher.add([...files]);
    },
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      await watcher.close();
      await turn;
    },
  };
}
