import { cryptoIds } from '../adapters/local/crypto-ids.ts';
import { systemClock } from '../adapters/local/system-clock.ts';
import type { Dispatchable } from '../core/ports.ts';
import { sendBatch } from '../core/stages/send.ts';
import { MemoryLedger } from '../test/fakes/memory-ledger.ts';
import { type BenchResult, peakRssMb, rounded } from './measure.ts';

export const onlyWhenNamed = true;

const perSecond = 90;
const seconds = 20;
const at = '2026-01-01T00:00:00.000Z';

/** Whether a worker keeps to its share of the rate by the real clock: the most in any second, and how much of it was used. */
export async function run(): Promise<BenchResult> {
  const handed: number[] = [];
  const ids = Array.from({ length: perSecond * seconds }, (_, index) => `s${index}`);
  const ports = {
    clock: systemClock,
    ids: cryptoIds,
    random: Math.random,
    ledger: new MemoryLedger(),
    subscribers: { dispatchable: async (asked: readonly string[]) => new Map(asked.map((id) => [id, person(id)])) },
    mailer: {
      send: async () => {
        handed.push(performance.now());
        await systemClock.sleep(20 + Math.random() * 60);
        return { kind: 'response', status: 200, providerMessageId: 'p', code: null, detail: null } as const;
      },
    },
  };
  const batch = { editionId: 'world-brief/2026-03-02', number: 1, subscriberIds: ids };
  await sendBatch(batch, () => ({ bytes: () => new Uint8Array() }), ports, {
    newsletter: 'world-brief',
    from: 'brief@example.org',
    ratePerSecond: perSecond,
  });
  const took = ((handed.at(-1) ?? 0) - (handed[0] ?? 0)) / 1_000;
  const rate = (handed.length - 1) / took;
  return {
    name: 'rate',
    figure: rounded(rate),
    unit: 'messages a second by the clock; baseline: the share',
    baseline: perSecond,
    ratio: rounded(rate / perSecond),
    peakRssMb: peakRssMb(),
    extra: { 'most in any second': mostInASecond(handed) },
  };
}

function person(id: string): Dispatchable {
  const newsletters = [{ slug: 'world-brief', status: 'active' as const, since: at }];
  return {
    subscriber: {
      id,
      email: `${id}@example.com`,
      newsletters,
      attributes: {},
      locale: null,
      timeZone: null,
      consent: null,
      createdAt: at,
    },
    suppression: null,
  };
}

function mostInASecond(instants: readonly number[]): number {
  let most = 0;
  for (let first = 0, last = 0; last < instants.length; last += 1) {
    while ((instants[last] ?? 0) - (instants[first] ?? 0) >= 1_000) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
