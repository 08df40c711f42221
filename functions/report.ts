import { failStep, type RunReference, reportStep } from '../core/distributed.ts';
import { handler as handle, log, logMetrics } from './handler.ts';
import { archive, clock, frozen, ledger, runs } from './wiring.ts';

/** Says how a run ended, in the log and as metrics; or records that it failed. */
export const handler = handle(
  'report',
  async (event: RunReference & { failure?: { Error: string; Cause: string } }) => {
    const ports = { archive: archive(), ledger: ledger(), runs: runs(), clock };
    const dimensions = { deployment: frozen().name, newsletter: event.newsletter };
    if (event.failure !== undefined) {
      const { Error: code, Cause: cause } = event.failure;
      await failStep(event, `${code}: ${messageOf(cause)}`, ports);
      logMetrics(dimensions, { FailedRuns: { value: 1, unit: 'Count' } }, { editionId: event.editionId, code });
      return null;
    }
    const summary = await reportStep(event, ports);
    const { accepted, rejected, uncertain, withheld, deferred, unattempted } = summary.counts;
    const count = (value: number) => ({ value, unit: 'Count' as const });
    const outcomes = { Accepted: count(accepted), Rejected: count(rejected), Withheld: count(withheld) };
    const attention = { Uncertain: count(uncertain), Unsent: count(deferred + unattempted) };
    const held = { HeldRuns: count(summary.state === 'held' ? 1 : 0) };
    logMetrics(
      dimensions,
      { ...outcomes, ...attention, ...held, RunSeconds: { value: summary.seconds, unit: 'Seconds' } },
      {},
    );
    log(summary.state === 'finished' ? 'info' : 'warn', 'report', summary);
    return { state: summary.state, counts: summary.counts };
  },
);

/** The words of what a Lambda failed of, which Step Functions gives as JSON. */
function messageOf(cause: string): string {
  try {
    return String((JSON.parse(cause) as { errorMessage?: unknown }).errorMessage ?? cause);
  } catch {
    return cause;
  }
}
