import { loadConfig } from '../../adapters/local/config-file.ts';
import { agreed } from '../agreed.ts';
import { requireCheckout, runCdk } from '../cdk.ts';
import type { Call, CallOf, ExitCode } from '../command.ts';
import type { deployCommand } from '../commands/deploy.ts';
import type { destroyCommand } from '../commands/destroy.ts';
import { deploymentOf, stackNameOf } from '../deployment-ports.ts';

/** Shows what a deployment would change, asks, and changes it. */
export async function deploy(call: CallOf<typeof deployCommand>): Promise<ExitCode> {
  const { name, stack, context } = await targetOf(call);
  const { terminal } = call;
  terminal.note(`What would change in ${stack}:`);
  if ((await runCdk(['diff', stack], context)) !== 0) return 1;
  if (!(await agreed(call, `Deploy ${name}?`))) return 1;
  if ((await runCdk(['deploy', stack, '--require-approval', 'never'], context)) !== 0) return 1;
  terminal.result({ deployment: name, stack }, () => [
    `${name} is deployed.`,
    `Look what is missing before a real send: pressrun doctor --deployment ${name}`,
  ]);
  return 0;
}

/** Takes a deployment away, when a person has said yes. */
export async function destroy(call: CallOf<typeof destroyCommand>): Promise<ExitCode> {
  const { name, stack, context } = await targetOf(call);
  call.terminal.note(`${stack} would go: schedules, functions, pages, alarms. Buckets, tables and keys stay.`);
  if (!(await agreed(call, `Destroy ${name}?`))) return 1;
  if ((await runCdk(['destroy', stack, '--force'], context)) !== 0) return 1;
  call.terminal.result({ deployment: name, stack }, () => [`${name} is gone; what holds data stayed.`]);
  return 0;
}

async function targetOf(call: Pick<Call, 'global' | 'folder'>) {
  const loaded = await loadConfig(call.global.config, call.folder);
  requireCheckout(loaded.file);
  const { name } = deploymentOf(loaded, call.global.deployment);
  return { name, stack: stackNameOf(name), context: { config: loaded.file, deployment: name } };
}
