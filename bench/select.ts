import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cryptoIds } from '../adapters/local/crypto-ids.ts';
import { createFolderArchive } from '../adapters/local/folder-archive.ts';
import { type Database, openDatabase } from '../adapters/local/sqlite-database.ts';
import { createSqliteSubscriberStore, subscriberSchema } from '../adapters/local/sqlite-subscriber-store.ts';
import { select } from '../core/stages/select.ts';
import { enrolApart, newsletter } from './enrol.ts';
import { type BenchResult, peakRssMb, rounded } from './measure.ts';

const people = Number(process.env['PRESSRUN_BENCH_PEOPLE'] ?? 1_000_000);

/**
 * Selecting and partitioning a million subscribers from SQLite: everyone is read, judged, and written into a frozen batch or an
 * exclusion. Against reading every row of the same table with the same binding, and nothing else.
 */
export async function run(): Promise<BenchResult> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pressrun-bench-'));
  try {
    const file = path.join(folder, 'pressrun.db');
    enrolApart(file, people);
    const database = openDatabase(file, [subscriberSchema]);
    const subscribers = createSqliteSubscriberStore(database);
    const archive = createFolderArchive(path.join(folder, 'archive'));
    const clock = { now: Date.now };
    const peakBefore = peakRssMb();
    const [mine, bare]: [number[], number[]] = [[], []];
    for (let round = 0; round < 2; round += 1) {
      const product = () => timed(mine, () => selectAll(`world-brief/2026-03-0${round + 1}`));
      const baseline = () => timed(bare, async () => readAll(database));
      for (const turn of round % 2 === 0 ? [product, baseline] : [baseline, product]) await turn();
    }
    const rate = people / Math.min(...mine);
    const bareRate = people / Math.min(...bare);
    return {
      name: 'select',
      figure: rounded(rate),
      unit: 'subscribers a second',
      baseline: rounded(bareRate),
      ratio: rounded(rate / bareRate),
      peakRssMb: peakRssMb(),
      extra: { subscribers: people, 'peak MB before selecting': peakBefore },
    };

    async function selectAll(editionId: string): Promise<void> {
      const audience = await select(
        editionId,
        { subscribers, archive, clock, ids: cryptoIds },
        { newsletter, batchSize: 20_000 },
      );
      assert.equal(audience.candidates, people);
      assert.equal(audience.recipients + audience.exclusions, people);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function timed(into: number[], work: () => Promise<void>): Promise<void> {
  const began = process.hrtime.bigint();
  await work();
  into.push(Number(process.hrtime.bigint() - began) / 1e9);
}

/** The rows one after another, as a plain loop reads them. */
function readAll(database: Database): void {
  let seen = 0;
  for (const _row of database.prepare('SELECT id, email FROM subscribers').iterate()) seen += 1;
  assert.equal(seen, people);
}
