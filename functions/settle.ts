import { type RunReference, settleStep } from '../core/distributed.ts';
import { sendFunctionSeconds } from '../core/model/deployment.ts';
import { handler as handle, log } from './handler.ts';
import { archive, clock, ledger, runs, settingOf } from './wiring.ts';

/** Judges what has no outcome, and says how the run goes on. */
export const handler = handle(
  'settle',
  async (event: RunReference & { passes: number; settlingSince: string | null }) => {
    // SES never tells of an attempt: its events speak instead, through record-feedback.
    const ports = { archive: archive(), ledger: ledger(), runs: runs(), mailer: {}, clock };
    const next = await settleStep(event, settingOf(event.newsletter), ports, sendFunctionSeconds);
    log('info', 'settle', { editionId: event.editionId, ...next });
    return next;
  },
);
