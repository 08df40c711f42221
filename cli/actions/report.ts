import { report } from '../../core/stages/report.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { reportCommand } from '../commands/report.ts';
import { withPorts } from '../ports.ts';
import { causeLines, countLines } from '../report-text.ts';
import { standingOf } from '../standing.ts';

/** Prints the report of an edition, derived from its ledger now. */
export async function printReport(call: CallOf<typeof reportCommand>): Promise<ExitCode> {
  return withPorts<ExitCode>(call, async (local) => {
    const { standing } = await standingOf(call.args.edition, local);
    const full = await report(call.args.edition, local);
    call.terminal.result({ ...full, state: standing }, () => [
      `${call.args.edition}: ${standing}`,
      ...countLines(full.counts, full.exclusionsByReason),
      ...causeLines(full),
    ]);
    return 0;
  });
}
