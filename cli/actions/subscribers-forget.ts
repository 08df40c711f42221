import path from 'node:path';
import { createOutboxEraser } from '../../adapters/local/outbox-eraser.ts';
import { PressrunError } from '../../core/errors.ts';
import { forget } from '../../core/stages/forget.ts';
import { agreed } from '../agreed.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { subscribersForgetCommand } from '../commands/subscribers-forget.ts';
import { withPorts } from '../ports.ts';
import { readerOf } from '../readers.ts';

/** Deletes a reader, on their own word through an operator, and says what was deleted. */
export async function forgetReader(call: CallOf<typeof subscribersForgetCommand>): Promise<ExitCode> {
  const { terminal } = call;
  return withPorts<ExitCode>(call, async ({ subscribers, clock, deployment }) => {
    const { id, email } = await readerOf(call.args.email, subscribers);
    const question = `Delete all that is known of ${email}? This cannot be undone.`;
    if (!(await agreed(call, question, 'Nothing was deleted.'))) return 1;
    const erasers = deployment === undefined ? [createOutboxEraser(path.join(call.global.data, 'outbox'))] : [];
    const forgotten = await forget(id, { subscribers, erasers, clock });
    if (forgotten === null) throw new PressrunError('SUBSCRIBER_UNKNOWN', `${email} is gone already.`);
    terminal.result(forgotten, () => [
      `${email} is forgotten. Removed:`,
      ...forgotten.removed.map(({ what, count }) => `  ${what}: ${count}`),
      `Kept: the hash ${forgotten.keptAddressHash.slice(0, 12)}…, which keeps the address from being written to.`,
    ]);
    return 0;
  });
}
