import type { Run } from '../../core/model/run.ts';
import { report } from '../../core/stages/report.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { statusCommand } from '../commands/status.ts';
import { zonedText } from '../dates.ts';
import type { LocalPorts } from '../local-ports.ts';
import { withPorts } from '../ports.ts';
import { adviceLines, causeLines, countLines, runLines } from '../report-text.ts';
import { someoneSends, standingOf } from '../standing.ts';
import { timeZonesOf } from '../time-zones.ts';

type StatusCall = CallOf<typeof statusCommand>;

/** Shows how one run stands, or lists them all. Changes nothing. */
export async function status(call: StatusCall): Promise<ExitCode> {
  const { edition } = call.args;
  return withPorts(call, (local) => (edition === null ? list(call, local) : one(call, edition, local)));
}

async function one(call: StatusCall, edition: string, local: LocalPorts): Promise<ExitCode> {
  const { run, standing } = await standingOf(edition, local);
  const full = await report(edition, local);
  const zone = (await timeZonesOf(call))(run.newsletter);
  call.terminal.result({ ...run, state: standing, ...full }, () => [
    ...runLines(run, standing, zone),
    ...countLines(full.counts, full.exclusionsByReason),
    ...causeLines(full),
    ...adviceLines(edition, standing, full.counts),
  ]);
  return 0;
}

async function list(call: StatusCall, local: LocalPorts): Promise<ExitCode> {
  const runs = await local.runs.list();
  const alive = runs.some(({ state }) => state === 'running') && someoneSends(local);
  const zones = await timeZonesOf(call);
  const shown = runs.map((run) => ({ ...run, state: run.state === 'running' && !alive ? 'interrupted' : run.state }));
  const line = ({ editionId, newsletter, updatedAt }: Run, state: string) =>
    `${editionId.padEnd(30)}  ${state.padEnd(11)}  ${zonedText(updatedAt, zones(newsletter))}`;
  call.terminal.result(shown, () => {
    if (runs.length === 0) return ['There are no runs yet. `pressrun send NEWSLETTER` makes one.'];
    return runs.map((run, index) => line(run, shown[index]?.state ?? run.state));
  });
  return 0;
}
