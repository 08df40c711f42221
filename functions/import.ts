import { z } from 'zod';
import { getObject, putObject } from '../adapters/aws/s3-bucket.ts';
import { detectFormat, importers } from '../adapters/import/importers.ts';
import { type GatherLine, gather } from '../core/stages/gather.ts';
import { handler as handle, log } from './handler.ts';
import { articles, articlesBucket, clock, publication } from './wiring.ts';

/** What EventBridge says of a new object. */
const eventSchema = z.object({ detail: z.object({ object: z.object({ key: z.string().startsWith('inbox/') }) }) });

/** Takes the articles of one file of `inbox/` into the store. A file with a fault goes to `rejected/`, a report beside it. */
export const handler = handle('import', async (event: unknown) => {
  const { key } = eventSchema.parse(event).detail.object;
  // What the console makes for an empty folder.
  if (key.endsWith('/')) return { key, articles: 0, refused: 0 };
  const bucket = articlesBucket();
  const found = await getObject(bucket, key);
  if (found === null) return { key, articles: 0, refused: 0 };
  const path = key.slice('inbox/'.length);
  const options = { publicationUrl: publication().url, importedAt: new Date(clock.now()).toISOString() };
  const ports = { articles: articles(), importers, detectFormat };
  const lines: GatherLine[] = [];
  for await (const line of gather([{ reference: path, path, bytes: found.bytes }], options, ports)) lines.push(line);
  const refused = lines.filter(({ outcome }) => outcome === 'refused');
  if (refused.length > 0) {
    await putObject(bucket, `rejected/${path}`, found.bytes);
    const report = JSON.stringify({ file: key, at: options.importedAt, refused }, null, 2);
    await putObject(bucket, `rejected/${path}.report.json`, report, { contentType: 'application/json' });
  }
  const counts = { key, articles: lines.filter(({ articleId }) => articleId !== null).length, refused: refused.length };
  log(refused.length > 0 ? 'warn' : 'info', 'import', counts);
  return counts;
});
