import type { CallOf, ExitCode } from '../command.ts';
import type { resumeCommand } from '../commands/resume.ts';
import { atDesk } from '../desk.ts';
import { pass, printResult } from '../passage.ts';
import { withPorts } from '../ports.ts';
import { standingOf } from '../standing.ts';

/** Goes on with a run; of a finished one, prints the report. */
export async function resume(call: CallOf<typeof resumeCommand>): Promise<ExitCode> {
  const { run } = await withPorts(call, (local) => standingOf(call.args.edition, local));
  return atDesk(call, run.newsletter, async (desk) => {
    const { publication } = desk.loaded.config;
    const request = { publication, newsletter: desk.newsletter, at: run.at, mayBegin: true };
    return printResult(await pass(request, desk, call), desk, call.terminal);
  });
}
