import { PressrunError } from '../../core/errors.ts';
import { report } from '../../core/stages/report.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { stopCommand } from '../commands/stop.ts';
import type { LocalPorts } from '../local-ports.ts';
import { withPorts } from '../ports.ts';
import { countLines, runLines } from '../report-text.ts';
import { type StandingRun, someoneSends, standingOf } from '../standing.ts';
import { timeZonesOf } from '../time-zones.ts';

const pollMilliseconds = 100;
const waitMilliseconds = 15_000;

/** Asks a live run to stop, and waits until it has. */
export async function stop(call: CallOf<typeof stopCommand>): Promise<ExitCode> {
  const id = call.args.edition;
  return withPorts(call, async (local) => {
    await refuseUnfrozen(id, local);
    const stopped = await stopRun(id, await standingOf(id, local), local);
    const full = await report(id, local);
    const zone = (await timeZonesOf(call))(stopped.run.newsletter);
    call.terminal.result({ ...stopped.run, state: stopped.standing, ...full }, () => [
      ...runLines(stopped.run, stopped.standing, zone),
      ...countLines(full.counts, full.exclusionsByReason),
      ...(stopped.standing === 'stopped' ? [`Go on with: pressrun resume ${id}`] : []),
    ]);
    return stopped.standing === 'stopped' || stopped.standing === 'finished' ? 0 : 3;
  });
}

/** @throws {PressrunError} `RUN_STATE` while a process of this machine may be making the edition: there is no run to stop yet. */
async function refuseUnfrozen(id: string, local: LocalPorts): Promise<void> {
  if (local.deployment !== undefined || (await local.runs.get(id)) !== null || !someoneSends(local)) return;
  throw new PressrunError(
    'RUN_STATE',
    `${id} has no run yet, and a process is at work on this data folder. If it is making ${id}, nothing of it was sent: Ctrl-C there ends it.`,
  );
}

async function stopRun(id: string, found: StandingRun, local: LocalPorts): Promise<StandingRun> {
  const { runs, clock } = local;
  const now = () => new Date(clock.now()).toISOString();
  if (found.standing === 'stopped') return found;
  if (found.standing === 'interrupted') {
    await runs.put({ ...found.run, state: 'stopped', updatedAt: now(), detail: 'its process ended without a word' });
    return standingOf(id, local);
  }
  if (found.standing !== 'running') {
    throw new PressrunError('RUN_STATE', `The run of ${id} is not going on: it is ${found.standing}.`);
  }
  await runs.requestStop(id, now());
  for (const until = clock.now() + waitMilliseconds; clock.now() < until; await clock.sleep(pollMilliseconds)) {
    const standing = await standingOf(id, local);
    if (standing.standing !== 'running') return standing;
  }
  throw new PressrunError('RUN_BUSY', `The run of ${id} was asked to stop, and has not yet.`);
}
