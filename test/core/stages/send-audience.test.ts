import { describe, expect, test } from '@jest/globals';
import type { Answer } from '../../../core/model/outcome.ts';
import type { SubscriberStore } from '../../../core/ports.ts';
import { select } from '../../../core/stages/select.ts';
import { sendAudience } from '../../../core/stages/send-audience.ts';
import { aSubscriber } from '../../contracts/subscriber-store.ts';
import { MemoryArchive } from '../../fakes/memory-archive.ts';
import { MemoryLedger } from '../../fakes/memory-ledger.ts';
import { MemorySubscriberStore } from '../../fakes/memory-subscriber-store.ts';
import { VirtualClock } from '../../fakes/virtual-clock.ts';

const editionId = 'world-brief/2026-03-02';
const newsletter = 'world-brief';
const accepted: Answer = { kind: 'response', status: 200, providerMessageId: 'p', code: null, detail: null };

/** Sends to an audience in batches of ten. @param answer - to the message of a call, counted from 1. */
async function sent(size: number, answer: (to: string, call: number) => Answer) {
  const clock = new VirtualClock();
  const subscribers: SubscriberStore = new MemorySubscriberStore();
  await subscribers.save(
    Array.from({ length: size }, (_, index) =>
      aSubscriber(`s${index}`, {
        newsletters: [{ slug: newsletter, status: 'active', since: '2026-01-01T00:00:00Z' }],
      }),
    ),
  );
  const archive = new MemoryArchive();
  const ledger = new MemoryLedger();
  let count = 0;
  const ids = { next: () => `id${++count}` };
  const audience = await select(editionId, { subscribers, archive, clock, ids }, { newsletter, batchSize: 10 });
  let calls = 0;
  const mailer = { send: async ({ to }: { to: string }) => answer(to, ++calls) };
  const result = await clock.run(
    sendAudience(
      audience,
      () => ({ bytes: () => new Uint8Array() }),
      { ledger, subscribers, archive, mailer, clock, ids, random: () => 0.5 },
      {
        newsletter,
        from: 'brief@news.example.org',
        spread: { workers: 1, ratePerWorker: null, batchSize: 10 },
        settlingMinutes: 0,
        onUncertain: 'hold',
        directive: async () => ({ go: true }),
      },
    ),
  );
  return { result, calls, counts: await ledger.count(editionId) };
}

describe('a run over several batches', () => {
  test('holds after twenty rejections in a row, wherever its batches end', async () => {
    const reject = (to: string): Answer => ({
      kind: 'response',
      status: 400,
      providerMessageId: null,
      code: 'MessageRejected',
      detail: `Not allowed: ${to}`,
    });
    const { result, counts } = await sent(100, (to, call) => (call > 5 ? reject(to) : accepted));
    expect(result).toMatchObject({ ended: 'held', hold: { cause: 'rejections-in-a-row' } });
    expect(counts).toMatchObject({ accepted: 5, claimed: 0 });
    expect(counts.rejected).toBeLessThan(40);
  });

  test('goes on to its end where somebody is accepted in between', async () => {
    const { result, calls } = await sent(60, () => accepted);
    expect(result).toEqual({ ended: 'done', hold: null });
    expect(calls).toBe(60);
  });
});
