import type { IncomingHttpHeaders } from 'node:http';
import { createDynamoFeedbackStore } from '../../adapters/aws/dynamo-feedback-store.ts';
import { createDynamoLedger } from '../../adapters/aws/dynamo-ledger.ts';
import { createDynamoRunStore } from '../../adapters/aws/dynamo-run-store.ts';
import { createDynamoSubscriberStore } from '../../adapters/aws/dynamo-subscriber-store.ts';
import { createDynamoClient } from '../../adapters/aws/dynamo-table.ts';
import { createS3Archive } from '../../adapters/aws/s3-archive.ts';
import { createS3ArticleStore } from '../../adapters/aws/s3-article-store.ts';
import { createS3Client } from '../../adapters/aws/s3-bucket.ts';
import { articleSchema } from '../../core/model/article.ts';
import type { Config } from '../../core/model/config.ts';
import type { Subscriber } from '../../core/model/subscriber.ts';
import { startAwsJson } from '../emulators/aws-json.ts';
import { type MemoryDynamoOptions, startMemoryDynamo } from '../emulators/dynamodb-memory.ts';
import { type InvocationFault, type InvocationResult, LambdaEmulator } from '../emulators/lambda.ts';
import { type SeenCall, startS3 } from '../emulators/s3.ts';
import { startSesEmulator } from '../emulators/ses-emulator.ts';
import { type Execution, StateMachineEmulator } from '../emulators/stepfunctions.ts';
import { VirtualClock } from '../emulators/virtual-clock.ts';
import { deploy } from '../infra/deployed.ts';
import { type Json, synthesise, testConfig } from '../infra/synthesised.ts';

export interface CloudOptions {
  config?: Config;
  deployment?: 'dev' | 'prod';
  /** How many times as fast as the machine's the cloud's clock runs. Default: 1. */
  scale?: number;
  /** Keeps no message: for many. */
  forgetBytes?: boolean;
}

/** One day's circumstances. */
export interface DayOptions {
  /** Readers, with addresses of this domain. Default: example.com. */
  domain?: string;
  /** Whether there is something to write about. Default: true. */
  news?: boolean;
  /** What SES allows, in messages a second of the cloud's clock. Default: 1,000. */
  maxSendRate?: number;
  /** How many recipients a batch holds, in place of what the rate makes it. */
  batchSize?: number;
  /** How long the sending function may run, in place of its own timeout. */
  sendSeconds?: number;
  dynamoFault?: MemoryDynamoOptions['fault'];
}

/** What becomes of an execution's invocations, and how often each child of its map is run. */
export interface MachineRun {
  faultOf?: (call: { name: string; payload: Json; path: string; call: number }) => InvocationFault | null;
  childRuns?: (index: number) => number;
  /** Awaited before each invocation. */
  before?: (call: { name: string; call: number }) => Promise<void>;
}

/** A cloud begins on the Sunday before its first edition. */
const beginning = '2026-03-01T12:00:00.000Z';
const dayMilliseconds = 86_400_000;

/** The synthesised stack on emulators: its bundles on worker threads, its tables, buckets and mail on loopback. */
export async function startCloud(options: CloudOptions = {}) {
  const deployed = deploy(await synthesise(options.deployment ?? 'prod', options.config ?? testConfig()));
  const clock = new VirtualClock(beginning, options.scale ?? 1);
  const calls = new Map<string, SeenCall>();
  const onCall = (call: SeenCall) => calls.set(`${call.caller} ${call.action} ${call.resource}`, call);
  const started: { name: string; input: Json }[] = [];

  const s3 = await startS3({ onCall });
  let day: DayOptions = {};
  let isAutomatic = false;
  const running = new Set<string>();
  const dynamo = await startMemoryDynamo({ onCall, fault: (call) => day.dynamoFault?.(call) ?? null });
  const { CONFIGURATION_SET: configurationSet = '', TOKENS_SECRET: secret = '' } =
    deployed.functions['send']?.environment ?? {};
  const ses = await startSesEmulator({
    protocol: 'http',
    credentials: null,
    now: () => clock.now(),
    ...(options.forgetBytes === true && { forgetBytes: true }),
    limits: {
      configurationSets: [configurationSet],
      verified: ['news.example.org'],
    },
  });
  const json = await startAwsJson({
    onCall,
    secrets: { [secret]: JSON.stringify({ id: 'a1', secret: 'x'.repeat(64) }) },
    onStart: ({ name, input }) => {
      if (started.some((each) => each.name === name)) return false;
      started.push({ name, input: JSON.parse(input) });
      if (isAutomatic) {
        running.add(name);
        void runMachine(JSON.parse(input), {}).finally(() => running.delete(name));
      }
      return true;
    },
    running: () => [...running],
    outputs: deployed.outputs,
  });
  const endpoints = {
    AWS_REGION: 'eu-west-1',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
    AWS_ENDPOINT_URL_SES: ses.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: json.endpoint,
    AWS_ENDPOINT_URL_SFN: json.endpoint,
  };
  const functions = Object.fromEntries(
    Object.entries(deployed.functions).map(([name, { environment, ...rest }]) => {
      // Calls are told apart by the key that they are signed with.
      return [name, { ...rest, environment: { ...environment, ...endpoints, AWS_ACCESS_KEY_ID: name } }];
    }),
  );
  const lambda = new LambdaEmulator(functions, clock);
  const sendTimeout = functions['send']?.timeoutSeconds ?? 0;
  let firing = beginning;
  const nameOf = (arn: string) => Object.entries(deployed.functions).find(([, each]) => each.arn === arn)?.[0] ?? arn;

  const credentials = { accessKeyId: 'operator', secretAccessKey: 'secret' };
  const dynamoClient = createDynamoClient({ endpoint: dynamo.endpoint, region: 'eu-west-1', credentials });
  const s3Client = createS3Client({ endpoint: s3.endpoint, region: 'eu-west-1', credentials, forcePathStyle: true });
  const { outputs } = deployed;
  const ledgerTable = { client: dynamoClient, name: outputs['LedgerTable'] ?? '' };
  const stores = {
    articles: createS3ArticleStore({ client: s3Client, name: outputs['ArticlesBucket'] ?? '' }),
    archive: createS3Archive({ client: s3Client, name: outputs['ArchiveBucket'] ?? '' }),
    subscribers: createDynamoSubscriberStore({ client: dynamoClient, name: outputs['SubscribersTable'] ?? '' }),
    ledger: createDynamoLedger(ledgerTable),
    feedback: createDynamoFeedbackStore(ledgerTable),
    runs: createDynamoRunStore(ledgerTable),
  };

  const runMachine = (input: Json, run: MachineRun): Promise<Execution> => {
    const invocations = new Map<string, number>();
    const machine = new StateMachineEmulator(deployed.definition, {
      clock,
      invoke: async (arn, payload, path) => {
        const name = nameOf(arn);
        const call = (invocations.get(name) ?? 0) + 1;
        invocations.set(name, call);
        await run.before?.({ name, call });
        if (name === 'select' && day.batchSize !== undefined) payload.batchSize = day.batchSize;
        return lambda.invoke(name, payload, run.faultOf?.({ name, payload, path, call }) ?? null);
      },
      read: async (bucket, key) => s3.objects.get(`${bucket}/${key}`)?.bytes ?? null,
      ...(run.childRuns && { childRuns: run.childRuns }),
    });
    return machine.execute(input);
  };

  return {
    ...stores,
    deployed,
    clock,
    s3,
    dynamo,
    ses,
    lambda,
    /** Every call that was made, once a caller, action and resource. */
    calls: (): SeenCall[] => [...calls.values(), ...ses.requests().flatMap(sesCalls)],
    /** A function's code and environment, with this cloud's endpoints. `web` is called Pages in the stack. */
    environmentOf(name: string) {
      const camel = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
      const found = functions[name === 'web' ? 'pages' : camel];
      if (found === undefined) throw new Error(`no function ${name} in ${Object.keys(functions)}`);
      return found;
    },
    /** Executions that `start` began. */
    started,
    /** The coming edition, and its instant. */
    get edition() {
      return `world-brief/${firing.slice(0, 10)}`;
    },
    get firing() {
      return firing;
    },
    /** Lets time pass until the next morning of a weekday, with new articles, these readers, and everything in order. */
    async nextDay(subscribers: number, options: DayOptions = {}): Promise<void> {
      day = options;
      do firing = new Date(Date.parse(firing) + dayMilliseconds).toISOString();
      while ([0, 6].includes(new Date(firing).getUTCDay()) || Date.parse(firing) < clock.now());
      clock.advanceTo(Date.parse(firing));
      await ses.setFault(null);
      ses.setLimits({ maxSendRate: options.maxSendRate ?? 1_000, max24HourSend: -1, sendingPaused: false });
      const send = functions['send'];
      if (send !== undefined) send.timeoutSeconds = options.sendSeconds ?? sendTimeout;
      dynamo.tables.delete(outputs['SubscribersTable'] ?? '');
      for (const key of s3.objects.keys()) if (key.startsWith(`${outputs['ArticlesBucket']}/`)) s3.objects.delete(key);
      for (const id of options.news === false ? [] : ['one', 'two', 'three', 'four']) {
        const source = { format: 'json' as const, reference: 'test' };
        const headline = `The ${id} headline of ${firing.slice(0, 10)}`;
        const publishedAt = new Date(Date.parse(firing) - 3 * 3_600_000).toISOString();
        const article = { id: `${id}-${firing.slice(0, 10)}`, headline, dek: 'A dek.', publishedAt, source };
        await stores.articles.put(articleSchema.parse(article));
      }
      const all = Array.from({ length: subscribers }, (_, index) => subscriber(index, options.domain ?? 'example.com'));
      for (let start = 0; start < all.length; start += 2_000)
        await stores.subscribers.save(all.slice(start, start + 2_000));
    },
    /** Runs the state machine as `start` would have. */
    execute(run: MachineRun = {}): Promise<Execution> {
      const editionId = `world-brief/${firing.slice(0, 10)}`;
      return runMachine({ editionId, newsletter: 'world-brief', at: firing, force: false }, run);
    },
    /** Hands texts to the function that records feedback, as Lambda hands over what it took from the queue. */
    async tell(bodies: readonly string[]): Promise<InvocationResult> {
      const Records = bodies.map((body, index) => ({ messageId: `m${index}`, body, eventSource: 'aws:sqs' }));
      return lambda.invoke('recordFeedback', { Records });
    },
    /** From now on an execution that is started runs by itself. */
    automatic(): void {
      isAutomatic = true;
    },
    endpoints: { ...endpoints, AWS_ENDPOINT_URL_CLOUDFORMATION: json.endpoint },
    async close(): Promise<void> {
      await lambda.close();
      dynamoClient.destroy();
      s3Client.destroy();
      await Promise.all([s3.close(), dynamo.close(), ses.close(), json.close()]);
    },
  };
}

export type Cloud = Awaited<ReturnType<typeof startCloud>>;

/** What SES judges a call by: the identity it is from, and the configuration set. */
function sesCalls({ headers, body }: { headers: IncomingHttpHeaders; body: string }): SeenCall[] {
  const caller = /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
  const parameters = new URLSearchParams(body.slice(0, 2_000));
  const action = parameters.get('Action') ?? '';
  if (action !== 'SendRawEmail') return [{ caller, action: `ses:${action}`, resource: '*' }];
  const arn = (name: string) => `arn:aws:ses:eu-west-1:123456789012:${name}`;
  const domain = parameters.get('Source')?.split('@')[1];
  const set = parameters.get('ConfigurationSetName');
  return [`identity/${domain}`, `configuration-set/${set}`].map((name) => ({
    caller,
    action: `ses:${action}`,
    resource: arn(name),
  }));
}

function subscriber(index: number, domain: string): Subscriber {
  return {
    id: `s${index}`,
    email: `reader${index}@${domain}`,
    newsletters: [{ slug: 'world-brief', status: 'active', since: beginning }],
    attributes: { first_name: `Reader ${index}` },
    locale: null,
    timeZone: null,
    consent: { source: 'test', at: beginning },
    createdAt: beginning,
  };
}
