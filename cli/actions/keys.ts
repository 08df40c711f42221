import { signingFirst, signsFrom } from '../../core/text/token.ts';
import { agreed } from '../agreed.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { keysListCommand } from '../commands/keys-list.ts';
import type { keysRotateCommand } from '../commands/keys-rotate.ts';
import type { LocalPorts } from '../local-ports.ts';
import { withPorts } from '../ports.ts';

/** A key of readers' links, its secret apart. */
interface KnownKey {
  id: string;
  createdAt: string | null;
  signs: boolean;
  /** From when on it signs; null where it already may. */
  signsFrom: string | null;
}

/** Lists the keys of readers' links. */
export async function listKeys(call: CallOf<typeof keysListCommand>): Promise<ExitCode> {
  return withPorts<ExitCode>(call, async (local) => {
    const keys = await knownKeys(local);
    call.terminal.result(keys, () => keys.map(keyLine));
    return 0;
  });
}

/** Adds a fresh key, when a person has said yes. */
export async function rotateKeys(call: CallOf<typeof keysRotateCommand>): Promise<ExitCode> {
  return withPorts<ExitCode>(call, async (local) => {
    const where = call.global.deployment ?? 'this machine';
    if (!(await agreed(call, `Add a fresh key for the readers’ links of ${where}? The old ones are still honoured.`))) {
      return 1;
    }
    const id = await local.tokenKeys.rotate();
    const keys = await knownKeys(local);
    call.terminal.result({ id, keys }, () => [`Key ${id} is added.`, ...keys.map(keyLine)]);
    return 0;
  });
}

async function knownKeys({ tokenKeys, clock }: LocalPorts): Promise<KnownKey[]> {
  const keys = await tokenKeys.all();
  const now = clock.now();
  const signing = signingFirst(keys, now)[0]?.id;
  return keys.map((key) => ({
    id: key.id,
    createdAt: key.createdAt,
    signs: key.id === signing,
    signsFrom: key.id === signing || signsFrom(key) <= now ? null : new Date(signsFrom(key)).toISOString(),
  }));
}

function keyLine({ id, createdAt, signs, signsFrom: from }: KnownKey): string {
  const state = signs ? 'signs' : from === null ? 'honoured' : `honoured, signs from ${from}`;
  return `${id.padEnd(16)}  ${createdAt ?? 'made with the deployment'.padEnd(24)}  ${state}`;
}
