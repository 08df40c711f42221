import { existsSync } from 'node:fs';
import path from 'node:path';
import { readStackOutputs } from '../../adapters/aws/cloudformation-stack.ts';
import { dmarcRecords, SesAccountReader } from '../../adapters/aws/ses-account.ts';
import { type LoadedConfig, loadConfig } from '../../adapters/local/config-file.ts';
import { PressrunError } from '../../core/errors.ts';
import { type AccountFacts, type Diagnosis, diagnose } from '../../core/stages/diagnose.ts';
import { isCheckout, programRoot } from '../cdk.ts';
import type { Call, CallOf, ExitCode } from '../command.ts';
import type { doctorCommand } from '../commands/doctor.ts';
import { deploymentOf, stackNameOf } from '../deployment-ports.ts';

const functionNames = [
  ...['assemble', 'check', 'select', 'send', 'settle', 'report', 'record-feedback', 'start', 'import', 'web'],
];

/** Looks at the account, and says what is missing and what mends it. */
export async function doctor(call: CallOf<typeof doctorCommand>): Promise<ExitCode> {
  const loaded = await loadConfig(call.global.config, call.folder);
  const found = diagnose(await factsOf(loaded, call));
  const lost = found.filter(({ state }) => state === 'missing').length;
  call.terminal.result(found, () => [
    ...found.flatMap((each) => lines(each, call)),
    '',
    lost === 0 ? 'Nothing is missing before a real send.' : `${lost} missing before a real send.`,
  ]);
  return lost === 0 ? 0 : 1;
}

async function factsOf(loaded: LoadedConfig, call: Pick<Call, 'global'>): Promise<AccountFacts> {
  const { config } = loaded;
  const deployment = call.global.deployment === null ? null : deploymentOf(loaded, call.global.deployment);
  const region = deployment?.deployment.region ?? config.ses?.region;
  if (region === undefined) {
    throw new PressrunError(
      'USAGE',
      'There is nothing to look at: the config has no `ses`, and no --deployment is named.',
    );
  }
  const domain = deployment?.deployment.identity.domain ?? domainOf(config.newsletters[0]?.from.address ?? '');
  const mailFrom = deployment === null ? null : `${deployment.deployment.identity.mailFrom}.${domain}`;
  const stackName = deployment === null ? null : stackNameOf(deployment.name);
  const outputs = stackName === null ? null : await readStackOutputs(region, stackName);
  const setName = outputs?.['ConfigurationSet'] ?? config.ses?.configurationSet ?? null;
  const ses = new SesAccountReader(region);
  try {
    return {
      region,
      domain,
      senders: deployment === null ? [] : config.newsletters.map(({ from }) => from.address),
      mailFrom,
      account: await ses.account(),
      identity: await ses.identity(domain),
      configurationSet: setName === null ? null : await ses.configurationSet(setName),
      dmarc: await dmarcRecords(domain),
      bundles:
        deployment === null || !isCheckout() ? null : { missing: functionNames.filter((name) => !bundled(name)) },
      stack: stackName === null ? null : { name: stackName, exists: outputs !== null },
    };
  } finally {
    ses.close();
  }
}

function bundled(name: string): boolean {
  return existsSync(path.join(programRoot(), 'dist/functions', name, 'index.mjs'));
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

function lines({ what, state, detail, mend }: Diagnosis, { terminal }: Pick<Call, 'terminal'>): string[] {
  const { green, red, yellow } = terminal.colours;
  const mark = { good: green('good   '), missing: red('missing'), warning: yellow('warning') }[state];
  return [`${mark}  ${what.padEnd(18)} ${detail}`, ...(mend === null ? [] : [`         ${mend}`])];
}
