import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { detectFormat, importableExtensions, importers } from '../../adapters/import/importers.ts';

import type { Article } from '../../core/model/article.ts';
import { type Config, configSchema } from '../../core/model/config.ts';
import { type GatherLine, gather } from '../../core/stages/gather.ts';
import config from '../../pressrun.config.ts';
import { createMemoryArticleStore } from '../fakes/memory-article-store.ts';

/** The sample's own day: Monday 2 March 2026, 07:00 in New York. */
export const sampleAt = '2026-03-02T12:00:00.000Z';

export const examples = path.resolve(import.meta.dirname, '../../examples');

export const sampleConfig: Config = configSchema.parse(config);

/** Everything that the files of a folder of the examples hold, taken in as `pressrun import` does. */
export async function gathered(folder: string): Promise<{ articles: Article[]; lines: GatherLine[] }> {
  const root = path.join(examples, folder);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => importableExtensions.includes(path.extname(name).slice(1)))
    .sort()
    .map((name) => ({ reference: name, path: name, bytes: readFileSync(path.join(root, name)) }));
  const store = createMemoryArticleStore();
  const options = { publicationUrl: sampleConfig.publication.url, importedAt: sampleAt };
  const ports = { articles: store, importers, detectFormat };
  const lines = await collected(gather(files, options, ports));
  return { articles: await collected(store.all()), lines };
}

/** All that comes, in order. */
export async function collected<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}
