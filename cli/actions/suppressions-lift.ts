import { PressrunError } from '../../core/errors.ts';
import type { SubscriberStore } from '../../core/ports.ts';
import { addressHash } from '../../core/text/hash.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { suppressionsLiftCommand } from '../commands/suppressions-lift.ts';
import { withPorts } from '../ports.ts';
import { addressOf } from '../readers.ts';

/** Lifts a bar on an operator's word. */
export async function liftSuppression(call: CallOf<typeof suppressionsLiftCommand>): Promise<ExitCode> {
  const { address } = call.args;
  const reason = call.options.reason?.trim() ?? '';
  if (reason === '') throw new PressrunError('USAGE', 'Say with --reason why the address may be written to again.');
  return withPorts<ExitCode>(call, async ({ subscribers, clock }) => {
    const hash = /^[0-9a-f]{8,64}$/.test(address)
      ? await wholeHash(address, subscribers)
      : addressHash(addressOf(address));
    const at = new Date(clock.now()).toISOString();
    const lifted = await subscribers.lift(hash, at, reason);
    if (!lifted) throw new PressrunError('SUBSCRIBER_UNKNOWN', `${address} is not suppressed.`);
    call.terminal.result({ addressHash: hash, at, reason }, () => [`${address} may be written to again.`]);
    return 0;
  });
}

async function wholeHash(start: string, subscribers: SubscriberStore): Promise<string> {
  if (start.length === 64) return start;
  const found: string[] = [];
  for await (const page of subscribers.suppressions()) {
    found.push(...page.map((bar) => bar.addressHash).filter((hash) => hash.startsWith(start)));
  }
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw new PressrunError(
    'SUBSCRIBER_UNKNOWN',
    `${found.length === 0 ? 'No' : 'More than one'} suppression begins with ${start}.`,
  );
}
