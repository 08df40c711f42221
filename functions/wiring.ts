import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { createDynamoFeedbackStore } from '../adapters/aws/dynamo-feedback-store.ts';
import { createDynamoLedger } from '../adapters/aws/dynamo-ledger.ts';
import { createDynamoLimits } from '../adapters/aws/dynamo-limits.ts';
import { createDynamoRunStore } from '../adapters/aws/dynamo-run-store.ts';
import { createDynamoSubscriberStore } from '../adapters/aws/dynamo-subscriber-store.ts';
import { createDynamoClient } from '../adapters/aws/dynamo-table.ts';
import { createFrozenTemplates, type FrozenTemplates } from '../adapters/aws/frozen-templates.ts';
import { createS3Archive } from '../adapters/aws/s3-archive.ts';
import { createS3ArticleStore } from '../adapters/aws/s3-article-store.ts';
import { createS3Client } from '../adapters/aws/s3-bucket.ts';
import { createSecretsTokenKeys } from '../adapters/aws/secrets-token-keys.ts';
import { SesMailer } from '../adapters/aws/ses-mailer.ts';
import { createStepFunctionsEngine } from '../adapters/aws/step-functions-engine.ts';
import type { StepSetting } from '../core/distributed.ts';
import { PressrunError } from '../core/errors.ts';
import type { FrozenConfig } from '../core/model/deployment.ts';
import { mayWriteTo } from '../core/model/deployment.ts';
import type { Clock, Ids, Mailer } from '../core/ports.ts';
import { createTokens, signingFirst, type Tokens } from '../core/text/token.ts';

// What is made here is made once a warm function, on first use: clients with their connections, and what was frozen at deployment.

export const clock: Clock = { now: () => Date.now(), sleep: (milliseconds) => sleep(milliseconds) };
export const ids: Ids = { next: () => randomBytes(15).toString('base64url') };
export const random = Math.random;
// Less than a fresh key rests before it signs.
const keysSeconds = 300;

const dynamo = /* @__PURE__ */ once(() => createDynamoClient());
const s3 = /* @__PURE__ */ once(() => createS3Client());

export const articles = /* @__PURE__ */ once(() =>
  createS3ArticleStore({ client: s3(), name: variable('ARTICLES_BUCKET') }),
);
export const archive = /* @__PURE__ */ once(() => createS3Archive({ client: s3(), name: variable('ARCHIVE_BUCKET') }));
export const articlesBucket = /* @__PURE__ */ once(() => ({ client: s3(), name: variable('ARTICLES_BUCKET') }));
const ledgerTable = () => ({ client: dynamo(), name: variable('LEDGER_TABLE') });
export const ledger = /* @__PURE__ */ once(() =>
  createDynamoLedger(ledgerTable(), { keepDays: frozen().deployment.ledgerKeepDays }),
);
export const feedback = /* @__PURE__ */ once(() =>
  createDynamoFeedbackStore(ledgerTable(), { keepDays: frozen().deployment.ledgerKeepDays }),
);
export const limits = /* @__PURE__ */ once(() => createDynamoLimits(ledgerTable(), clock));
export const runs = /* @__PURE__ */ once(() => createDynamoRunStore(ledgerTable()));
export const subscribers = /* @__PURE__ */ once(() =>
  createDynamoSubscriberStore({ client: dynamo(), name: variable('SUBSCRIBERS_TABLE') }),
);
export const templates = /* @__PURE__ */ once(() => createFrozenTemplates(beside<FrozenTemplates>('templates.json')));
export const engine = /* @__PURE__ */ once(() =>
  createStepFunctionsEngine(new SFNClient({}), variable('STATE_MACHINE')),
);
export const mailer = /* @__PURE__ */ once(() => new SesMailer({ region: variable('AWS_REGION'), ...sesOptions() }));
/** For letters to readers, which a deployment other than prod sends to nobody it may not write to. */
export const lettersMailer = /* @__PURE__ */ once(
  (): Pick<Mailer, 'send'> => ({
    send: async (message) => {
      const { name, deployment } = frozen();
      if (mayWriteTo(name, deployment, message.to)) return mailer().send(message);
      return { kind: 'no-connection', detail: 'not allowed on this deployment' };
    },
  }),
);
const tokenKeys = /* @__PURE__ */ once(() =>
  createSecretsTokenKeys(new SecretsManagerClient({}), variable('TOKENS_SECRET')),
);

const knownTokens = /* @__PURE__ */ once(() => ({ readAt: Number.NEGATIVE_INFINITY, tokens: null as Tokens | null }));

/** The signer of readers' links. Its keys are read again after five minutes, so that a rotation is seen. */
export async function tokens(): Promise<Tokens> {
  const known = knownTokens();
  if (known.tokens === null || clock.now() - known.readAt > keysSeconds * 1_000) {
    known.tokens = createTokens(signingFirst(await tokenKeys().all(), clock.now()));
    known.readAt = clock.now();
  }
  return known.tokens;
}

/** The config and the deployment as `deploy` froze them. */
export const frozen = /* @__PURE__ */ once(() => beside<FrozenConfig>('config.json'));

/** What the steps know of a newsletter. @throws {PressrunError} `NEWSLETTER_UNKNOWN` */
export function settingOf(slug: string): StepSetting {
  const { config, deployment, name } = frozen();
  const newsletter = config.newsletters.find((each) => each.slug === slug);
  if (newsletter === undefined) throw new PressrunError('NEWSLETTER_UNKNOWN', `There is no newsletter ${slug}.`);
  const { ledgerKeepDays } = deployment;
  const allows = (address: string) => mayWriteTo(name, deployment, address);
  return { publication: publication(), newsletter, allows, ledgerKeepDays };
}

/** The publication; readers' links lead to the deployment's own pages unless the config says where. */
export function publication() {
  const { config } = frozen();
  return { ...config.publication, webUrl: config.publication.webUrl ?? variable('WEB_URL') };
}

function sesOptions() {
  const configurationSet = process.env['CONFIGURATION_SET'];
  // What the SDK's other clients read by themselves; in Lambda there is none.
  const endpoint = process.env['AWS_ENDPOINT_URL_SES'];
  return { ...(configurationSet !== undefined && { configurationSet }), ...(endpoint !== undefined && { endpoint }) };
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`The environment lacks ${name}.`);
  return value;
}

function beside<Content>(file: string): Content {
  return JSON.parse(readFileSync(new URL(`./${file}`, import.meta.url), 'utf8')) as Content;
}

function once<Made>(make: () => Made): () => Made {
  let made: { value: Made } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
