import type { LedgerEntry } from '../model/ledger.ts';
import type { Clock, Ledger, Mailer } from '../ports.ts';
import { messageIdOf } from '../text/message-id.ts';

/** For whoever holds the run lock: every open claim is a dead worker's, even one of a clock that was ahead. */
export const endOfTime = '9999-12-31T23:59:59.999Z';

export interface SettlePorts {
  ledger: Pick<Ledger, 'entries' | 'settle' | 'release' | 'closeClaims'>;
  mailer: Pick<Mailer, 'evidence'>;
  clock: Pick<Clock, 'now'>;
}

export interface Settled {
  /** Proved to have been taken by the provider. */
  accepted: number;
  /** Proved not to have been: unattempted again. */
  unattempted: number;
  /** Neither: uncertain. */
  uncertain: number;
}

/**
 * Judges what has no outcome, by evidence alone: open claims whose worker cannot be alive, and what is uncertain. The mailer is
 * asked what became of each attempt; what it cannot tell stays, or becomes, `uncertain`.
 *
 * @param claimedBefore - open claims of this instant and later are left alone: their worker may be alive.
 * @example await settle('world-brief/2026-03-02', ports, { claimedBefore: new Date().toISOString() });
 */
export async function settle(
  editionId: string,
  ports: SettlePorts,
  options: { claimedBefore: string },
): Promise<Settled> {
  const { ledger } = ports;
  const settled: Settled = { accepted: 0, unattempted: 0, uncertain: 0 };
  for (const state of ['claimed', 'uncertain'] as const) {
    for await (const page of ledger.entries(editionId, state)) {
      for (const entry of page) {
        if (state === 'uncertain' || entry.claimedAt < options.claimedBefore) settled[await judge(entry, ports)] += 1;
      }
    }
  }
  await ledger.closeClaims(
    editionId,
    options.claimedBefore,
    instant(ports),
    'its worker died with the answer outstanding',
  );
  return settled;
}

async function judge(entry: LedgerEntry, { ledger, mailer, clock }: SettlePorts): Promise<keyof Settled> {
  const { editionId, subscriberId, attemptId } = entry;
  const messageId = messageIdOf(editionId, subscriberId);
  const evidence = (await mailer.evidence?.({ editionId, subscriberId, messageId, attemptId })) ?? 'unknown';
  if (evidence === 'unknown') return 'uncertain';
  const at = instant({ clock });
  if (evidence === 'accepted') {
    await ledger.settle([{ editionId, subscriberId, attemptId, providerMessageId: entry.providerMessageId, at }]);
    return 'accepted';
  }
  await ledger.release(editionId, { subscriberId, attemptId, to: 'unattempted', at, detail: 'proved not to be taken' });
  return 'unattempted';
}

function instant({ clock }: Pick<SettlePorts, 'clock'>): string {
  return new Date(clock.now()).toISOString();
}
