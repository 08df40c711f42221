import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Places } from './change-of.ts';
import { WatchedFolders } from './watched-folders.ts';

/** Files that are saved together come within so many milliseconds. */
const quietMilliseconds = 2;
/** A file is looked at again after this: whoever writes it may not have been done, or may have kept it locked. */
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
export function watchPlaces(places: Places, taken: (files: string[]) => Promise<void>): Watch {
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
  const folders = new WatchedFolders((file) => {
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

  const { config, templates, templateFiles, articles, articleSources, recipients, site } = places;
  // The store is not there before the first import.
  mkdirSync(articles, { recursive: true });
  for (const tree of [...templates, ...site, articles]) folders.addTree(tree);
  const follow = (files: Iterable<string>) => {
    for (const file of files) folders.add(path.dirname(file));
  };
  follow([config, ...templateFiles, ...articleSources, ...recipients]);
  return {
    follow,
    close: async () => {
      folders.close();
      for (const timer of timers) clearTimeout(timer);
      await turn;
    },
  };
}
