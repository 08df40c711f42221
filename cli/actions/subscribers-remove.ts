import { leaving } from '../../core/stages/standing.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { subscribersRemoveCommand } from '../commands/subscribers-remove.ts';
import { withPorts } from '../ports.ts';
import { readerOf } from '../readers.ts';

/** Unsubscribes a reader on an operator's word. */
export async function removeReader(call: CallOf<typeof subscribersRemoveCommand>): Promise<ExitCode> {
  const { newsletter } = call.options;
  return withPorts<ExitCode>(call, async ({ subscribers, clock }) => {
    const { id, email } = await readerOf(call.args.email, subscribers);
    const at = new Date(clock.now()).toISOString();
    let left: string[] = [];
    await subscribers.change(id, (standing) => {
      const changed = leaving(standing, newsletter, at);
      left = (changed?.newsletters ?? [])
        .filter(({ since, status }) => since === at && status === 'unsubscribed')
        .map(({ slug }) => slug);
      return changed;
    });
    call.terminal.result({ id, left }, () => [
      left.length === 0 ? `${email} had left already.` : `${email} has left ${left.join(', ')}.`,
    ]);
    return 0;
  });
}
