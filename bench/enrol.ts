import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { cryptoIds } from '../adapters/local/crypto-ids.ts';
import { openDatabase } from '../adapters/local/sqlite-database.ts';
import { createSqliteSubscriberStore, subscriberSchema } from '../adapters/local/sqlite-subscriber-store.ts';
import type { Subscriber } from '../core/model/subscriber.ts';
import { subscriberId } from '../core/text/subscriber-id.ts';

/** The newsletter that the benchmarks' subscribers have. */
export const newsletter = 'world-brief';

/** Fills a database with so many subscribers, one in twenty of whom has left; in a process of its own, so that its memory is not counted. */
export function enrolApart(file: string, people: number): void {
  const path = fileURLToPath(import.meta.url);
  execFileSync(process.execPath, [
    '--import',
    'tsx',
    '-e',
    `import(${JSON.stringify(path)}).then((m) => m.enrol(${JSON.stringify(file)}, ${people}))`,
  ]);
}

export async function enrol(file: string, people: number): Promise<void> {
  const database = openDatabase(file, [subscriberSchema]);
  const subscribers = createSqliteSubscriberStore(database);
  for (let start = 0; start < people; start += 5_000) {
    const count = Math.min(5_000, people - start);
    await subscribers.save(Array.from({ length: count }, (_, offset) => reader(start + offset)));
  }
  database.close();
}

/** As an import of twenty thousand a second makes them. */
function reader(index: number): Subscriber {
  const at = '2026-01-01T00:00:00.000Z';
  return {
    id: subscriberId(Date.parse(at) + Math.floor(index / 20), cryptoIds.next()),
    email: `reader${index}@example.com`,
    newsletters: [{ slug: newsletter, status: index % 20 === 0 ? 'unsubscribed' : 'active', since: at }],
    attributes: { first_name: `Reader ${index}`, city: 'Springfield' },
    locale: null,
    timeZone: null,
    consent: { source: 'bench', at },
    createdAt: at,
  };
}
