import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cryptoIds } from '../adapters/local/crypto-ids.ts';
import { openDatabase } from '../adapters/local/sqlite-database.ts';
import { createSqliteLedger, ledgerSchema } from '../adapters/local/sqlite-ledger.ts';
import { createSqliteSubscriberStore, subscriberSchema } from '../adapters/local/sqlite-subscriber-store.ts';
import { systemClock } from '../adapters/local/system-clock.ts';
import type { MessageRecipient } from '../core/model/message.ts';
import type { Subscriber } from '../core/model/subscriber.ts';
import { compileMessagePlan, composeMessage } from '../core/stages/compose.ts';
import { sendBatch } from '../core/stages/send.ts';
import { createLinks } from '../core/text/links.ts';
import { subscriberId } from '../core/text/subscriber-id.ts';
import { createTokens } from '../core/text/token.ts';
import { mailComposerOf } from './compose.ts';
import { CountingMailer } from './counting-mailer.ts';
import { type BenchResult, compare, peakRssMb, rounded } from './measure.ts';
import { envelope, sampleEdition, sampleRecipients } from './sample-edition.ts';

const people = 20_000;
const newsletter = 'world-brief';

/**
 * Delivering on one machine: read who they are, claim, compose, hand to a mailer that counts, record, in SQLite with every commit
 * synced. Against a plain loop: MailComposer, the same mailer, one row written a message with the same durability.
 */
export async function run(): Promise<BenchResult> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pressrun-bench-'));
  try {
    return await measure(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string): Promise<BenchResult> {
  const database = openDatabase(path.join(folder, 'pressrun.db'), [ledgerSchema, subscriberSchema]);
  const ledger = createSqliteLedger(database);
  const subscribers = createSqliteSubscriberStore(database);
  const ids = await enrol(subscribers);
  const mailer = new CountingMailer();
  const publication = { url: 'https://news.example.org/' };
  const tokens = createTokens([{ id: 'k1', secret: randomBytes(32) }]);
  const plan = compileMessagePlan(sampleEdition(), envelope);
  const linksOf = createLinks({ publication, tokens, newsletter, editionId: 'world-brief/2026-03-02', at: Date.now() });
  const ports = {
    ledger,
    subscribers,
    mailer,
    clock: systemClock,
    ids: cryptoIds,
    random: Math.random,
  };
  let editions = 0;
  const product = async (count: number) => {
    const editionId = `world-brief/bench-${++editions}`;
    const result = await sendBatch(
      { editionId, number: 1, subscriberIds: ids.slice(0, count) },
      ({ subscriber: { id, email, attributes } }, { messageId, at }) =>
        composeMessage(plan, { subscriberId: id, email, attributes, links: linksOf(id), messageId, at }),
      ports,
      { newsletter, from: envelope.from.address, ratePerSecond: null },
    );
    assert.equal(result.tally.accepted, Math.min(count, people));
  };
  const compose = mailComposerOf();
  const recipients = sampleRecipients(1_000);
  const row = database.prepare(
    'INSERT INTO ledger (edition_id, subscriber_id, state, attempt_id, attempts, claimed_at) VALUES (?, ?, ?, ?, 1, ?)',
  );
  const plain = async (count: number) => {
    const editionId = `world-brief/plain-${++editions}`;
    for (let index = 0; index < count; index += 1) {
      mailer.count((await compose(recipients[index % recipients.length] as MessageRecipient)).length);
      row.run(editionId, `s${index}`, 'accepted', randomUUID(), new Date().toISOString());
    }
  };
  const rates = await compare(
    { product: (count) => product(Math.min(count, people)), plain },
    { rounds: 5, secondsATurn: 1 },
  );
  const began = process.hrtime.bigint();
  await product(people);
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  assert.ok(mailer.bytes > 0);
  return {
    name: 'deliver-local',
    figure: rounded(rates.product),
    unit: 'recipients a CPU second',
    baseline: rounded(rates.plain),
    ratio: rounded(rates.product / rates.plain),
    peakRssMb: peakRssMb(),
    extra: { 'recipients a second by the clock': rounded(people / seconds) },
  };
}

async function enrol(subscribers: ReturnType<typeof createSqliteSubscriberStore>): Promise<string[]> {
  const at = '2026-01-01T00:00:00.000Z';
  const sample = sampleRecipients(1_000);
  const everyone: Subscriber[] = Array.from({ length: people }, (_, index) => ({
    // As an import of two thousand a second makes them.
    id: subscriberId(Date.parse(at) + Math.floor(index / 2), randomBytes(12).toString('base64url')),
    email: `reader${index}@example.com`,
    newsletters: [{ slug: newsletter, status: 'active', since: at }],
    attributes: { ...sample[index % sample.length]?.attributes },
    locale: null,
    timeZone: null,
    consent: { source: 'bench', at },
    createdAt: at,
  }));
  for (let index = 0; index < people; index += 1_000) await subscribers.save(everyone.slice(index, index + 1_000));
  return everyone.map((subscriber) => subscriber.id);
}
