import { describe, expect, test } from '@jest/globals';
import type { ComposedMessage } from '../../../core/model/message.ts';
import type { Answer } from '../../../core/model/outcome.ts';
import type { SubscriptionStatus } from '../../../core/model/subscriber.ts';
import type { SuppressionReason } from '../../../core/model/suppression.ts';
import type { Dispatchable } from '../../../core/ports.ts';
import { type Directive, type SendOptions, sendBatch } from '../../../core/stages/send.ts';
import { MemoryLedger } from '../../fakes/memory-ledger.ts';
import { VirtualClock } from '../../fakes/virtual-clock.ts';

const editionId = 'world-brief/2026-03-02';
const newsletter = 'world-brief';
const from = 'brief@news.example.org';
const accepted: Answer = { kind: 'response', status: 200, providerMessageId: 'p', code: null, detail: null };
const refused = (code: string, detail: string): Answer => ({
  kind: 'response',
  status: 400,
  providerMessageId: null,
  code,
  detail,
});

function person(
  id: string,
  status: SubscriptionStatus = 'active',
  suppression: SuppressionReason | null = null,
): Dispatchable {
  const since = '2026-01-01T00:00:00.000Z';
  const subscriber = {
    id,
    email: `${id}@example.com`,
    newsletters: [{ slug: newsletter, status, since }],
    attributes: {},
    locale: null,
    timeZone: null,
    consent: null,
    createdAt: since,
  };
  return { subscriber, suppression };
}

/** A batch, its world and everything that was handed over, with the instant. */
function desk(size: number, answer: (to: string, call: number) => Answer = () => accepted, latency = 20) {
  const clock = new VirtualClock();
  const ledger = new MemoryLedger();
  const people = new Map(Array.from({ length: size }, (_, index) => [`s${index}`, person(`s${index}`)]));
  const handed: { to: string; at: number }[] = [];
  let ids = 0;
  const ports = {
    clock,
    ledger,
    subscribers: {
      dispatchable: async (asked: readonly string[]) =>
        new Map(
          asked.flatMap((id) => {
            const one = people.get(id);
            return one === undefined ? [] : [[id, one] as const];
          }),
        ),
    },
    mailer: {
      send: async ({ to }: { to: string }) => {
        handed.push({ to, at: clock.now() });
        const call = handed.length;
        await clock.sleep(latency);
        return answer(to, call);
      },
    },
    ids: { next: () => `a${++ids}` },
    random: () => 0.5,
  };
  const batch = { editionId, number: 1, subscriberIds: [...people.keys()] };
  const message: ComposedMessage = { bytes: () => new Uint8Array() };
  const send = (options: Partial<SendOptions> = {}, compose = (_: Dispatchable) => message) =>
    clock.run(sendBatch(batch, compose, ports, { newsletter, from, ratePerSecond: null, ...options }));
  return { clock, ledger, people, handed, ports, send };
}

/** The most in any window of one second. */
function mostInASecond(instants: readonly number[]): number {
  return Math.max(0, ...instants.map((start) => instants.filter((at) => at >= start && at < start + 1_000).length));
}

describe('sendBatch', () => {
  test('hands everyone over once and records it', async () => {
    const { send, ledger, handed } = desk(500);
    const result = await send();
    expect(result).toMatchObject({ complete: true, ended: 'done', hold: null, tally: { accepted: 500 } });
    expect(new Set(handed.map(({ to }) => to)).size).toBe(500);
    expect(await ledger.count(editionId)).toMatchObject({ accepted: 500, claimed: 0 });
  });

  test('passes over whom the ledger has', async () => {
    const { send, handed } = desk(100);
    await send();
    expect(await send()).toMatchObject({ complete: true, tally: { passed: 100, accepted: 0 } });
    expect(handed).toHaveLength(100);
  });

  test('never has more than 64 claims open', async () => {
    const { send, ledger, clock } = desk(300, () => accepted, 500);
    let most = 0;
    const watch = setIntervalOn(clock, 10, async () => {
      most = Math.max(most, (await ledger.count(editionId)).claimed);
    });
    await send();
    watch.stop();
    expect(most).toBe(64);
  });

  test('withholds from who left, was suppressed or is gone since the freeze', async () => {
    const { send, people, ledger, handed } = desk(4);
    people.set('s0', person('s0', 'unsubscribed'));
    people.set('s1', person('s1', 'active', 'complaint'));
    people.delete('s2');
    expect(await send()).toMatchObject({ tally: { withheld: 3, accepted: 1 } });
    expect(handed.map(({ to }) => to)).toEqual(['s3@example.com']);
    expect(ledger.peek(editionId, 's1')).toMatchObject({ state: 'withheld', detail: 'suppressed: complaint' });
  });

  test('a deployment writes only to whom it may', async () => {
    const { send, ledger } = desk(2);
    await send({ allows: (address) => address === 's1@example.com' });
    expect(ledger.peek(editionId, 's0')).toMatchObject({ state: 'withheld', detail: 'not allowed on this deployment' });
  });

  test.each([20, 45, 90, 180])('at %i a second: never over it in any second, and at least 97 % of it', async (rate) => {
    const seconds = 20;
    const { send, handed } = desk(rate * seconds);
    await send({ ratePerSecond: rate });
    const instants = handed.map(({ at }) => at);
    expect(mostInASecond(instants)).toBeLessThanOrEqual(rate);
    const took = ((instants.at(-1) ?? 0) - (instants[0] ?? 0)) / 1_000;
    expect((instants.length - 1) / took).toBeGreaterThanOrEqual(rate * 0.97);
  });

  test('a throttle slows it, the recipient is tried again, and the rate comes back', async () => {
    const { send, handed } = desk(1_000, (_to, call) =>
      call === 100 ? refused('Throttling', 'Maximum sending rate exceeded.') : accepted,
    );
    expect(await send({ ratePerSecond: 50 })).toMatchObject({
      complete: true,
      tally: { accepted: 1_000, deferred: 1 },
    });
    expect(handed).toHaveLength(1_001);
    const throttledAt = handed[99]?.at ?? 0;
    const after = handed.filter(({ at }) => at > throttledAt + 100 && at <= throttledAt + 1_100);
    expect(after.length).toBeLessThan(30);
    expect(mostInASecond(handed.slice(-200).map(({ at }) => at))).toBeGreaterThanOrEqual(49);
  });

  test.each([
    ['daily-quota', refused('Throttling', 'Daily message quota exceeded.'), '2026-03-02T13:00:00'],
    ['sending-paused', refused('AccountSendingPausedException', 'Paused'), null],
    ['identity-not-verified', refused('MessageRejected', `Email address is not verified: ${from}`), null],
    ['refused-by-provider', refused('InvalidClientTokenId', 'Bad token'), null],
  ] as const)('%s holds the run, and nobody counts as rejected', async (cause, answer, until) => {
    const { send, ledger } = desk(500, (_to, call) => (call > 100 ? answer : accepted));
    const result = await send();
    expect(result).toMatchObject({ complete: false, ended: 'held', hold: { cause } });
    expect(result.hold?.until?.slice(0, 19) ?? null).toBe(until);
    const counts = await ledger.count(editionId);
    expect(counts).toMatchObject({ accepted: 100, rejected: 0, claimed: 0, uncertain: 0 });
  });

  test('twenty rejections in a row for one cause hold the run; fewer do not', async () => {
    const reject = (to: string) => refused('MessageRejected', `Not allowed: ${to}`);
    const row = desk(300, (to, call) => (call > 50 ? reject(to) : accepted));
    expect(await row.send()).toMatchObject({ ended: 'held', hold: { cause: 'rejections-in-a-row' } });
    const scattered = desk(300, (to, call) => (call % 10 === 0 ? accepted : reject(to)));
    expect(await scattered.send()).toMatchObject({ ended: 'done', tally: { rejected: 270, accepted: 30 } });
  });

  test('two minutes without one connection hold the run', async () => {
    const { send, ledger } = desk(2_000, () => ({ kind: 'no-connection', detail: 'ECONNREFUSED' }));
    expect(await send({ ratePerSecond: 5 })).toMatchObject({ ended: 'held', hold: { cause: 'provider-unreachable' } });
    expect(await ledger.count(editionId)).toMatchObject({ accepted: 0, claimed: 0, uncertain: 0 });
  });

  test('uncertain is not tried again', async () => {
    const { send, handed } = desk(10, () => ({ kind: 'broken', detail: 'ECONNRESET' }));
    expect(await send()).toMatchObject({ complete: true, tally: { uncertain: 10 } });
    expect(handed).toHaveLength(10);
  });

  test('a stop ends it within two seconds, with nothing claimed and not sent', async () => {
    const { send, ledger, clock, handed } = desk(5_000);
    const stopAt = clock.now() + 10_000;
    const directive = async (): Promise<Directive> =>
      clock.now() < stopAt ? { go: true } : { go: false, why: 'stopped' };
    expect(await send({ ratePerSecond: 30, directive })).toMatchObject({ complete: false, ended: 'stopped' });
    expect(clock.now() - stopAt).toBeLessThan(2_000);
    const counts = await ledger.count(editionId);
    expect(counts).toMatchObject({ accepted: handed.length, claimed: 0, deferred: 0 });
    expect(await send({ ratePerSecond: null })).toMatchObject({ complete: true });
    expect(handed).toHaveLength(5_000);
  });

  test('runs out of time, says so, and is called again', async () => {
    const { send, clock, handed } = desk(1_000);
    const deadlineAt = clock.now() + 5_000;
    expect(await send({ ratePerSecond: 50, deadlineAt })).toMatchObject({ complete: false, ended: 'out-of-time' });
    expect(handed.every(({ at }) => at < deadlineAt)).toBe(true);
    expect(await send({ ratePerSecond: 50 })).toMatchObject({ complete: true, ended: 'done' });
    expect(handed).toHaveLength(1_000);
  });

  test('a message that cannot be composed stops nobody else', async () => {
    const { send, ledger } = desk(10);
    const compose = ({ subscriber }: Dispatchable): ComposedMessage => {
      if (subscriber.id === 's3') throw new Error('no such link');
      return { bytes: () => new Uint8Array() };
    };
    expect(await send({}, compose)).toMatchObject({ complete: true, tally: { accepted: 9, deferred: 1 } });
    expect(ledger.peek(editionId, 's3')).toMatchObject({
      state: 'deferred',
      detail: 'could not be composed: no such link',
    });
  });

  test('a ledger that cannot be written ends it, with what is in flight waited for', async () => {
    const { send, ports, handed } = desk(500);
    const { ledger } = ports;
    ledger.record = async () => {
      throw new Error('disk full');
    };
    await expect(send()).rejects.toMatchObject({
      code: 'LEDGER_UNAVAILABLE',
      cause: expect.objectContaining({ message: 'disk full' }),
    });
    expect(handed.length).toBeLessThanOrEqual(128);
  });
});

/** Does something every so often, in virtual time. */
function setIntervalOn(clock: VirtualClock, milliseconds: number, work: () => Promise<void>) {
  let going = true;
  const again = () => {
    if (!going) return;
    void work();
    clock.timeline.after(milliseconds, again);
  };
  clock.timeline.after(milliseconds, again);
  return {
    stop: () => {
      going = false;
    },
  };
}
