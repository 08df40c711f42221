import type { Audience } from '../model/audience.ts';
import type { Hold } from '../model/outcome.ts';
import type { Counts } from '../model/report.ts';
import type { Archive, Ledger, Mailer } from '../ports.ts';
import type { Partition } from './partition.ts';
import { countsOf } from './report.ts';
import { resolve } from './resolve.ts';
import { readBatch } from './select.ts';
import {
  type Compose,
  type Directive,
  type SendOptions,
  type SendPorts,
  type SendResult,
  sendBatch,
  type Tally,
} from './send.ts';
import { SendWatch } from './send-watch.ts';
import { endOfTime, settle } from './settle.ts';

const evidencePollMilliseconds = 1_000;
const passesAllowed = 3;

export interface SendAudiencePorts extends SendPorts {
  ledger: Ledger;
  archive: Pick<Archive, 'get'>;
  mailer: Pick<Mailer, 'send' | 'evidence'>;
}

export interface SendAudienceOptions extends Pick<SendOptions, 'newsletter' | 'from' | 'allows'> {
  spread: Partition;
  settlingMinutes: number;
  onUncertain: 'hold' | 'send-again';
  directive: () => Promise<Directive>;
  /** Told when sending begins, when settling begins, and after every group of outcomes. */
  onProgress?: (progress: { step: 'send' | 'settle'; tally: Readonly<Tally> }) => void | Promise<void>;
}

export interface SendAudienceResult {
  ended: 'done' | 'stopped' | 'held';
  hold: Hold | null;
}

/**
 * Sends to everyone of a frozen audience on one machine: judges what dead workers left, sends the batches, settles, and sends what that
 * set free. The caller holds the run lock, which proves that the workers of all open claims are dead.
 *
 * @returns `held` too when recipients are left that could not be sent to.
 * @throws {PressrunError} `LEDGER_UNAVAILABLE`
 */
export async function sendAudience(
  audience: Audience,
  compose: Compose,
  ports: SendAudiencePorts,
  options: SendAudienceOptions,
): Promise<SendAudienceResult> {
  const total: Tally = { accepted: 0, rejected: 0, deferred: 0, uncertain: 0, withheld: 0, passed: 0 };
  const watch = new SendWatch();
  await judgeDeadClaims(audience, ports);
  for (let passes = 1; ; passes += 1) {
    await options.onProgress?.({ step: 'send', tally: total });
    const early = await sendBatches(audience, compose, ports, { ...options, watch }, total);
    if (early !== null) return { ended: early.ended === 'held' ? 'held' : 'stopped', hold: early.hold };
    await options.onProgress?.({ step: 'settle', tally: total });
    const { counts, interrupted } = await awaitEvidence(audience, ports, options);
    if (interrupted) return { ended: 'stopped', hold: null };
    if (counts.uncertain > 0 && options.onUncertain === 'send-again') {
      counts.deferred += await resolve(audience.editionId, 'send-again', ports);
    }
    const verdict = judgePass(counts, passes, options.onUncertain);
    if (verdict === 'done') return { ended: 'done', hold: null };
    if (verdict !== 'again') return { ended: 'held', hold: verdict };
  }
}

/**
 * How a run goes on after everyone was tried and what could be settled was.
 *
 * @param passes - how many times the batches were gone through.
 * @returns why it must hold, when recipients are left that another passage now would not help.
 */
export function judgePass(counts: Counts, passes: number, onUncertain: 'hold' | 'send-again'): 'done' | 'again' | Hold {
  const left = counts.deferred + counts.unattempted;
  if (left === 0) return 'done';
  if (passes < passesAllowed && (counts.unattempted > 0 || onUncertain === 'send-again')) return 'again';
  const detail = `${left} of the recipients could not be sent to: the provider took nothing in several tries.`;
  return { cause: 'still-deferred', detail, until: null };
}

/** Each worker takes the next batch until there is none. @returns what ended it early, or null. */
async function sendBatches(
  audience: Audience,
  compose: Compose,
  ports: SendAudiencePorts,
  options: SendAudienceOptions & { watch: SendWatch },
  total: Tally,
): Promise<SendResult | null> {
  const { newsletter, from, allows, spread, watch } = options;
  let next = 1;
  let early: SendResult | null = null;
  const worker = async (): Promise<void> => {
    while (early === null && next <= audience.batches) {
      const batch = await readBatch(audience, next++, ports.archive);
      const result = await sendBatch(batch, compose, ports, {
        newsletter,
        from,
        ratePerSecond: spread.ratePerWorker,
        watch,
        ...(allows && { allows }),
        directive: async () => (early === null ? options.directive() : { go: false, why: 'stopped' }),
        onProgress: added(total, (tally) => void options.onProgress?.({ step: 'send', tally })),
      });
      if (!result.complete) early ??= result;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: spread.workers }, worker));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return early;
}

/** Adds what one batch's tally grew by to the total of all. */
function added(total: Tally, tell: (tally: Readonly<Tally>) => void): (tally: Readonly<Tally>) => void {
  let before: Readonly<Tally> | null = null;
  return (tally) => {
    for (const key of Object.keys(total) as (keyof Tally)[]) total[key] += tally[key] - (before?.[key] ?? 0);
    before = { ...tally };
    tell(total);
  };
}

async function judgeDeadClaims(audience: Audience, ports: SendAudiencePorts): Promise<void> {
  await settle(audience.editionId, ports, { claimedBefore: endOfTime });
}

/** Waits for evidence as long as the newsletter says, while anything is uncertain. */
async function awaitEvidence(
  audience: Audience,
  ports: SendAudiencePorts,
  options: SendAudienceOptions,
): Promise<{ counts: Counts; interrupted: boolean }> {
  const { clock, ledger } = ports;
  const until = clock.now() + options.settlingMinutes * 60_000;
  for (;;) {
    await judgeDeadClaims(audience, ports);
    const counts = countsOf(audience, await ledger.count(audience.editionId));
    if (counts.uncertain === 0 || clock.now() >= until) return { counts, interrupted: false };
    const told = await options.directive();
    // A hold is against further sending; what was sent may still be settled.
    if (!told.go && told.why === 'stopped') return { counts, interrupted: true };
    await clock.sleep(Math.min(evidencePollMilliseconds, until - clock.now()));
  }
}
