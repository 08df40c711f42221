import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../../adapters/local/sqlite-database.ts';
import { scrubbed } from '../../../adapters/local/sqlite-scrub.ts';
import { createSqliteSubscriberStore, subscriberSchema } from '../../../adapters/local/sqlite-subscriber-store.ts';
import type { Subscriber } from '../../../core/model/subscriber.ts';

let folder: string;
let database: Database;
let beside: Database;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pressrun-scrub-'));
  database = openDatabase(path.join(folder, 'pressrun.db'), [subscriberSchema]);
  // `serve` holds the database open while a command works on it.
  beside = openDatabase(path.join(folder, 'pressrun.db'), []);
});

afterEach(() => {
  database.close();
  beside.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = '2026-01-01T00:00:00.000Z';

function reader(id: string, attributes: Subscriber['attributes'] = {}): Subscriber {
  const newsletters = [{ slug: 'world-brief', status: 'active' as const, since: at }];
  return {
    id,
    email: `${id}@example.com`,
    newsletters,
    attributes,
    locale: null,
    timeZone: null,
    consent: null,
    createdAt: at,
  };
}

/** Whether any file of the database has a text in it. */
function holds(text: string): boolean {
  return readdirSync(folder).some((name) => readFileSync(path.join(folder, name)).includes(text));
}

describe('a scrubbed store', () => {
  test('leaves nothing of a person who was changed and then deleted in any file, while another process has it open', async () => {
    const store = scrubbed(createSqliteSubscriberStore(database), database);
    await store.save(Array.from({ length: 300 }, (_, index) => reader(`reader${index}`)));
    await store.save([reader('zelda', { first_name: 'Zelda Before' })]);
    await store.change('zelda', (standing) => ({ ...standing, attributes: { first_name: 'Z', city: 'Oldtown' } }));
    expect(holds('zelda@example.com')).toBe(true);

    await store.delete('zelda');

    for (const text of ['zelda', 'Zelda Before', 'Oldtown']) expect(holds(text)).toBe(false);
    expect(holds('reader299@example.com')).toBe(true);
    expect(await store.byId('reader7')).toMatchObject({ email: 'reader7@example.com' });
  });
});
