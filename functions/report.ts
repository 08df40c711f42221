import { failStep, type RunReference, reportStep } from '../core/distributed.ts';
import { handler as handle, log, logMetrics } from './handler.ts';
import { archive, clock, frozen, ledger, runs } from './wiring.ts';

/** Says how a run ended, in the log and as metrics; or records that it failed. */
export const handler = handle(
  'report',
  async (event: RunReference & { failure?: { Error: string; Cause?: string } }) => {
    const ports = { archive: archive(), ledger: ledger(), runs: runs(), clock };
    const dimensions = { deployment: frozen().name, newsletter: event.newsletter };
    if (event.failure !== undefined) {
      const { Error: code, Cause: cause = 'no cause was told' } = event.failure;
      await failStep(event, `${code}: ${messageOf(cause)}`, ports);
      logMetrics(dimensions, { FailedRuns: { value: 1, unit: 'Count' } }, { editionId: event.editionId, code });
      return null;
    }
    const summary = await reportStep(event, ports);
    const { accepted, uncertain, deferred, unattempted } = summary.counts;
    const count = (value: number) => ({ value, unit: 'Count' as const });
    const metrics = {
      Accepted: count(accepted),
      Uncertain: count(uncertain),
      Unsent: count(deferred + unattempted),
      HeldRuns: count(summary.state === 'held' ? 1 : 0),
      RunSeconds: { value: summary.seconds, unit: 'Seconds' as const },
    };
    logMetrics(dimensions, metrics, { editionId: event.editionId });
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
