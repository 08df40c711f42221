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
import { glanceMilliseconds, standingOf } from '../standing.ts';

type ResolveCall = CallOf<typeof resolveCommand>;

/** Carries out an operator's word on uncertain messages. Evidence comes first: what it settles needs no word. */
export async function resolveUncertain(call: ResolveCall): Promise<ExitCode> {
  const resolution = resolutionOf(call);
  const id = call.args.edition;
  const { run } = await withPorts(call, (local) => standingOf(id, local));
  return atDesk(call, run.newsletter, async (desk) => {
    const only = await recipientOf(call, desk);
    const { resolved, state } = await underLock(id, resolution, only, desk);
    const full = await report(id, desk.ports);
    const { standing } = await standingOf(id, desk.local);
    const done = `${counted(resolved, 'message')} of ${id}: ${resolution === 'send-again' ? 'to be sent again' : 'taken as accepted'}.`;
    call.terminal.result({ resolved, resolution, state: standing, ...full }, () => [
      only === null || resolved > 0
        ? done
        : `The message of ${id} to ${only.given} is ${state}: there is nothing to decide.`,
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

/** The one recipient who is meant. */
interface Only {
  /** As the user named them. */
  given: string;
  subscriberId: string;
}

async function recipientOf({ options: { recipient } }: ResolveCall, { local }: Desk): Promise<Only | null> {
  if (recipient === null) return null;
  const address = normaliseAddress(recipient);
  // Whoever is forgotten has no address any more, and an id in the ledger.
  if (address === null) return { given: recipient, subscriberId: recipient };
  const subscriber = (await local.subscribers.byEmails([address])).get(address);
  if (subscriber !== undefined) return { given: address, subscriberId: subscriber.id };
  throw new PressrunError('SUBSCRIBER_UNKNOWN', `There is no subscriber ${address}.`);
}

/** On this machine the lock proves every worker dead; on a deployment only time does. */
function deadBefore({ local: { deployment, clock } }: Desk): string {
  return deployment === undefined ? endOfTime : new Date(clock.now() - deployment.workerSeconds * 1_000).toISOString();
}

/**
 * With the lock held no worker is alive, so that open claims may be judged too.
 *
 * @returns how many messages were decided; and how the one recipient's stood, where one is meant.
 */
async function underLock(
  id: string,
  resolution: Resolution,
  only: Only | null,
  desk: Desk,
): Promise<{ resolved: number; state: string | null }> {
  const lock = desk.local.lock(glanceMilliseconds);
  if (lock === null) throw new PressrunError('RUN_BUSY', `An edition is being sent from this data folder.`);
  try {
    await settle(id, desk.ports, { claimedBefore: deadBefore(desk) });
    const state = only === null ? null : await stateOf(id, only, desk);
    const which = only === null ? {} : { subscriberId: only.subscriberId };
    return { resolved: await resolve(id, resolution, desk.ports, which), state };
  } finally {
    lock.release();
  }
}

async function stateOf(id: string, { given, subscriberId }: Only, { ports }: Desk): Promise<string> {
  const entry = (await ports.ledger.read(id, [subscriberId])).get(subscriberId);
  if (entry !== undefined) return entry.state;
  throw new PressrunError('SUBSCRIBER_UNKNOWN', `${given} is nobody to whom a message of ${id} was handed over.`);
}
