import { PressrunError } from '../../core/errors.ts';
import { normaliseAddress } from '../../core/model/mailbox.ts';
import { report } from '../../core/stages/report.ts';
import { type Resolution, resolve } from '../../core/stages/resolve.ts';
import { endOfTime, settle } from '../../core/stages/settle.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { resolveCommand } from '../commands/resolve.ts';
import { atDesk, type Desk } from '../desk.ts';
import { withPorts } from '../ports.ts';
import { adviceLines, counted, countLines } from '../report-text.ts';
import { standingOf } from '../standing.ts';

type ResolveCall = CallOf<typeof resolveCommand>;

/** Carries out an operator's word on uncertain messages. Evidence comes first: what it settles needs no word. */
export async function resolveUncertain(call: ResolveCall): Promise<ExitCode> {
  const resolution = resolutionOf(call);
  const id = call.args.edition;
  const { run } = await withPorts(call, (local) => standingOf(id, local));
  return atDesk(call, run.newsletter, async (desk) => {
    const resolved = await underLock(id, resolution, await subscriberOf(call, desk), desk);
    const full = await report(id, desk.ports);
    const { standing } = await standingOf(id, desk.local);
    call.terminal.result({ resolved, resolution, state: standing, ...full }, () => [
      `${counted(resolved, 'message')} of ${id}: ${resolution === 'send-again' ? 'to be sent again' : 'taken as accepted'}.`,
      ...countLines(full.counts, full.exclusionsByReason),
      ...(resolution === 'send-again' && resolved > 0 ? [`Send them with: pressrun resume ${id}`] : []),
      ...(full.counts.uncertain > 0 ? adviceLines(id, standing, full.counts) : []),
    ]);
    return full.counts.uncertain > 0 ? 3 : 0;
  });
}

function resolutionOf({ options }: ResolveCall): Resolution {
  const assume = options['assume-accepted'];
  if (assume !== options['send-again']) return assume ? 'assume-accepted' : 'send-again';
  throw new PressrunError('USAGE', 'Say one of --assume-accepted and --send-again.');
}

async function subscriberOf({ options }: ResolveCall, { local }: Desk): Promise<string | null> {
  const { recipient } = options;
  if (recipient === null) return null;
  const address = normaliseAddress(recipient);
  if (address === null) return recipient;
  const subscriber = (await local.subscribers.byEmails([address])).get(address);
  if (subscriber !== undefined) return subscriber.id;
  throw new PressrunError('SUBSCRIBER_UNKNOWN', `There is no subscriber ${address}.`);
}

/** On this machine the lock proves every worker dead; on a deployment only time does. */
function deadBefore({ local: { deployment, clock } }: Desk): string {
  return deployment === undefined ? endOfTime : new Date(clock.now() - deployment.workerSeconds * 1_000).toISOString();
}

/** With the lock held no worker is alive, so that open claims may be judged too. */
async function underLock(id: string, resolution: Resolution, subscriberId: string | null, desk: Desk): Promise<number> {
  const lock = desk.local.lock();
  if (lock === null) throw new PressrunError('RUN_BUSY', `An edition is being sent from this data folder.`);
  try {
    await settle(id, desk.ports, { claimedBefore: deadBefore(desk) });
    return await resolve(id, resolution, desk.ports, subscriberId === null ? {} : { subscriberId });
  } finally {
    lock.release();
  }
}
