import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { cryptoIds } from '../adapters/local/crypto-ids.ts';
import { createFolderArchive } from '../adapters/local/folder-archive.ts';
import { openDatabase } from '../adapters/local/sqlite-database.ts';
import { createSqliteLedger, ledgerSchema } from '../adapters/local/sqlite-ledger.ts';
import { createSqliteSubscriberStore, subscriberSchema } from '../adapters/local/sqlite-subscriber-store.ts';
import { systemClock } from '../adapters/local/system-clock.ts';
import { compileMessagePlan, composeMessage } from '../core/stages/compose.ts';
import { partition } from '../core/stages/partition.ts';
import { select } from '../core/stages/select.ts';
import { sendAudience } from '../core/stages/send-audience.ts';
import { createLinks } from '../core/text/links.ts';
import { createTokens } from '../core/text/token.ts';
import { CountingMailer } from './counting-mailer.ts';
import { enrolApart, newsletter } from './enrol.ts';
import { type BenchResult, peakRssMb, rounded } from './measure.ts';
import { envelope, sampleEdition } from './sample-edition.ts';

export const onlyWhenNamed = true;

const editionId = 'world-brief/2026-03-02';

interface Passage {
  peakRssMb: number;
  microsecondsEach: number;
}

/**
 * A whole send on one machine, from the freeze of the audience to the last outcome, to 100,000 subscribers and to 1,000,000, each in a process of its
 * own: what it holds in memory at most, and what a recipient takes.
 */
export async function run(): Promise<BenchResult> {
  const small = await apart(100_000);
  const large = await apart(1_000_000);
  return {
    name: 'memory',
    figure: large.peakRssMb,
    unit: 'MB at most, for 1,000,000 subscribers; baseline: for 100,000',
    baseline: small.peakRssMb,
    ratio: rounded(large.peakRssMb / small.peakRssMb),
    peakRssMb: large.peakRssMb,
    extra: {
      'microseconds a recipient, of 1,000,000': rounded(large.microsecondsEach),
      'microseconds a recipient, of 100,000': rounded(small.microsecondsEach),
    },
  };
}

async function apart(people: number): Promise<Passage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pressrun-bench-'));
  try {
    enrolApart(path.join(folder, 'pressrun.db'), people);
    // As the product is shipped: bundled, with no transpiler in the process whose memory is measured.
    const bundle = fileURLToPath(new URL('../node_modules/.cache/pressrun-bench/memory.mjs', import.meta.url));
    await build({
      ...{ entryPoints: [fileURLToPath(import.meta.url)], outfile: bundle, bundle: true, format: 'esm' },
      ...{ platform: 'node', packages: 'external', logLevel: 'error' },
    });
    const code = `import(${JSON.stringify(bundle)}).then((m) => m.sendAll(${JSON.stringify(folder)}))`;
    const argv = ['--input-type=module', '-e', code];
    const output = execFileSync(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
    return JSON.parse(String(output)) as Passage;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Sends to everyone in the folder's database, and prints what it took. */
export async function sendAll(folder: string): Promise<void> {
  const database = openDatabase(path.join(folder, 'pressrun.db'), [ledgerSchema, subscriberSchema]);
  const archive = createFolderArchive(path.join(folder, 'archive'));
  const ledger = createSqliteLedger(database);
  const subscribers = createSqliteSubscriberStore(database);
  const mailer = new CountingMailer();
  const tokens = createTokens([{ id: 'k1', secret: randomBytes(32) }]);
  const publication = { url: 'https://news.example.org/' };
  const linksOf = createLinks({ publication, tokens, newsletter, editionId, at: Date.now() });
  const plan = compileMessagePlan(sampleEdition(), envelope);
  const ports = { archive, ledger, subscribers, mailer, clock: systemClock, ids: cryptoIds, random: Math.random };
  const began = process.hrtime.bigint();
  const spread = partition(null);
  const audience = await select(editionId, ports, { newsletter, batchSize: spread.batchSize });
  const { ended } = await sendAudience(
    audience,
    ({ subscriber: { id, email, attributes } }, { messageId, at }) =>
      composeMessage(plan, { subscriberId: id, email, attributes, links: linksOf(id), messageId, at }),
    ports,
    {
      newsletter,
      from: envelope.from.address,
      spread,
      settlingMinutes: 0,
      onUncertain: 'hold',
      directive: async () => ({ go: true }),
    },
  );
  assert.equal(ended, 'done');
  assert.equal((await ledger.count(editionId)).accepted, audience.recipients);
  const microseconds = Number(process.hrtime.bigint() - began) / 1e3;
  console.log(JSON.stringify({ peakRssMb: peakRssMb(), microsecondsEach: microseconds / audience.recipients }));
}
