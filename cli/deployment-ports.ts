import { randomBytes } from 'node:crypto';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { readStackOutputs } from '../adapters/aws/cloudformation-stack.ts';
import { createDynamoFeedbackStore } from '../adapters/aws/dynamo-feedback-store.ts';
import { createDynamoLedger } from '../adapters/aws/dynamo-ledger.ts';
import { createDynamoRunStore } from '../adapters/aws/dynamo-run-store.ts';
import { createDynamoSubscriberStore } from '../adapters/aws/dynamo-subscriber-store.ts';
import { createDynamoClient } from '../adapters/aws/dynamo-table.ts';
import { createS3Archive } from '../adapters/aws/s3-archive.ts';
import { createS3ArticleStore } from '../adapters/aws/s3-article-store.ts';
import { createS3Client } from '../adapters/aws/s3-bucket.ts';
import { createSecretsTokenKeys } from '../adapters/aws/secrets-token-keys.ts';
import { SesMailer } from '../adapters/aws/ses-mailer.ts';
import { createStepFunctionsEngine, type StepFunctionsEngine } from '../adapters/aws/step-functions-engine.ts';
import { type LoadedConfig, loadConfig } from '../adapters/local/config-file.ts';
import { cryptoIds } from '../adapters/local/crypto-ids.ts';
import { systemClock } from '../adapters/local/system-clock.ts';
import { PressrunError } from '../core/errors.ts';
import { type Deployment, mayWriteTo, sendFunctionSeconds } from '../core/model/deployment.ts';
import { editionTag } from '../core/model/edition.ts';
import type { Mailer, RunStore } from '../core/ports.ts';
import { start } from '../core/stages/start.ts';
import { editionId } from '../core/time/edition-id.ts';
import type { Call } from './command.ts';
import type { DeploymentHand, LocalPorts } from './local-ports.ts';

/** The name of a deployment's stack. */
export function stackNameOf(deployment: string): string {
  return `Pressrun-${deployment}`;
}

/** A deployment of the config, by name. @throws {PressrunError} `USAGE` */
export function deploymentOf(
  { config, file }: LoadedConfig,
  name: string | null,
): { name: string; deployment: Deployment } {
  const known = Object.keys(config.deployments);
  const chosen = name ?? (known.length === 1 ? (known[0] ?? '') : null);
  const deployment = chosen === null ? undefined : config.deployments[chosen];
  if (chosen !== null && deployment !== undefined) return { name: chosen, deployment };
  const which = known.length === 0 ? `${file} has no deployments` : `there are ${known.join(', ')}`;
  throw new PressrunError('USAGE', `Name a deployment with --deployment: ${which}.`);
}

/**
 * Opens the ports of a deployment by the outputs of its stack, does something with them, and closes them whatever comes of it.
 *
 * @throws {PressrunError} `USAGE` for a deployment that the config does not have; `PROVIDER_UNAVAILABLE` where its stack cannot be read.
 */
export async function withDeploymentPorts<T>(
  call: Pick<Call, 'global' | 'folder'>,
  use: (ports: LocalPorts) => Promise<T>,
): Promise<T> {
  const loaded = await loadConfig(call.global.config, call.folder);
  const { name, deployment } = deploymentOf(loaded, call.global.deployment);
  const { region } = deployment;
  const outputs = await readStackOutputs(region, stackNameOf(name));
  if (outputs === null) {
    throw new PressrunError('USAGE', `${name} is not deployed in ${region}: \`pressrun deploy --deployment ${name}\`.`);
  }
  const output = (key: string): string => outputs[key] ?? '';
  const dynamo = createDynamoClient({ region });
  const s3 = createS3Client({ region });
  const secrets = new SecretsManagerClient({ region });
  const functions = new SFNClient({ region });
  const mailer = new SesMailer({ region, configurationSet: output('ConfigurationSet') });
  const ledgerTable = { client: dynamo, name: output('LedgerTable') };
  const engine = createStepFunctionsEngine(functions, output('StateMachine'));
  const tokenKeys = createSecretsTokenKeys(secrets, output('TokenKeysSecret'));
  const runs = createDynamoRunStore(ledgerTable);
  const running = await engine.running();
  try {
    return await use({
      archive: createS3Archive({ client: s3, name: output('ArchiveBucket') }),
      subscribers: createDynamoSubscriberStore({ client: dynamo, name: output('SubscribersTable') }),
      ledger: createDynamoLedger(ledgerTable, { keepDays: deployment.ledgerKeepDays }),
      feedback: createDynamoFeedbackStore(ledgerTable, { keepDays: deployment.ledgerKeepDays }),
      runs,
      clock: systemClock,
      ids: cryptoIds,
      random: () => randomBytes(4).readUInt32BE() / 2 ** 32,
      outbox: guarded(mailer, (address) => mayWriteTo(name, deployment, address)),
      tokenKeys,
      // Nothing here is sent from this machine: who sends is told by the executions that go on.
      lock: () => (running.length > 0 ? null : { release: () => {} }),
      deployment: {
        articles: createS3ArticleStore({ client: s3, name: output('ArticlesBucket') }),
        workerSeconds: sendFunctionSeconds,
        begin: (request) => begin(request, engine, runs),
      },
    });
  } finally {
    mailer.close();
    for (const client of [dynamo, s3, secrets, functions]) client.destroy();
  }
}

/** Starts a run as a person. One that waits for its hold to end is ended first: the new one goes on at once. */
async function begin(
  { newsletter, at, force }: Parameters<DeploymentHand['begin']>[0],
  engine: StepFunctionsEngine,
  runs: RunStore,
): Promise<void> {
  const id = editionId(newsletter, at);
  const run = await runs.get(id);
  const going = (await engine.running()).filter((execution) => isOf(id, execution));
  if (going.length > 0 && run?.state !== 'held') return;
  for (const { arn } of going) await engine.abort(arn);
  await start({ newsletter, at, by: 'person', force: force ?? false }, { runs, engine, clock: systemClock });
}

/** Whether an execution is one of an edition's. */
function isOf(editionId: string, execution: { name: string }): boolean {
  const tag = editionTag(editionId);
  return execution.name === tag || execution.name.startsWith(`${tag}.`);
}

/** A deployment other than prod mails nobody it may not write to, tests among them. */
function guarded(mailer: Mailer, allows: (address: string) => boolean): Mailer {
  return {
    quota: () => mailer.quota(),
    send: async (message) =>
      allows(message.to)
        ? mailer.send(message)
        : { kind: 'no-connection', detail: 'this deployment may not write to that address (allowRecipients)' },
  };
}
