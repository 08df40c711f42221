import { Duration } from 'aws-cdk-lib';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { sendFunctionSeconds } from '../../core/model/deployment.ts';
import { NewsletterRun } from './newsletter-run.ts';
import { PipelineFunction, type PipelineFunctionProps } from './pipeline-function.ts';
import type { SendingIdentity } from './sending-identity.ts';
import type { Storage } from './storage.ts';

export interface NewsletterPipelineProps {
  storage: Storage;
  identity: SendingIdentity;
  /** The folder of a function's code, by its name. */
  functions: (name: string) => string;
  /** Where readers' links lead unless the config says: `https://…`, without a slash at the end. */
  webUrl: string;
  /** Whether a newsletter goes to a segment of its readers: `select` may then read each of them. @default false */
  segments?: boolean;
  /** How long logs are kept. @default 30 */
  logDays?: number;
  /** The memory of the function that sends; processor comes with it, a whole one at 1,769. @default 1024 */
  sendMemoryMegabytes?: number;
}

/**
 * The pipeline of the newsletters of one config: a function a stage, each with a role of just what it calls, and the state
 * machine that runs one edition through them.
 *
 * @example
 * const pipeline = new NewsletterPipeline(this, 'News', { storage, identity, functions, webUrl: 'https://news.example.org' });
 * pipeline.start.grantInvoke(role);
 */
export class NewsletterPipeline extends Construct {
  /** Starts the run of an edition: `{ newsletter, at, by }`. */
  readonly start: PipelineFunction;
  readonly stateMachine: StateMachine;
  /** The functions of the stages, by name. */
  readonly stages: Readonly<Record<'assemble' | 'check' | 'select' | 'send' | 'settle' | 'report', PipelineFunction>>;

  constructor(scope: Construct, id: string, props: NewsletterPipelineProps) {
    super(scope, id);
    const { storage, identity, functions, webUrl, segments = false, logDays = 30, sendMemoryMegabytes = 1_024 } = props;
    const { articles, archive, subscribers, ledger, tokenKeys } = storage;
    const environment = {
      ARTICLES_BUCKET: articles.bucketName,
      ARCHIVE_BUCKET: archive.bucketName,
      SUBSCRIBERS_TABLE: subscribers.tableName,
      LEDGER_TABLE: ledger.tableName,
      TOKENS_SECRET: tokenKeys.secretArn,
      CONFIGURATION_SET: identity.configurationSet.configurationSetName,
      WEB_URL: webUrl,
    };
    const stage = (name: string, description: string, rest: Partial<PipelineFunctionProps> = {}) =>
      new PipelineFunction(this, capitalised(name), {
        code: functions(name),
        description,
        environment: { ...environment, ...rest.environment },
        logDays,
        ...('memoryMegabytes' in rest && { memoryMegabytes: rest.memoryMegabytes }),
        ...('timeout' in rest && { timeout: rest.timeout }),
      });

    const assemble = stage('assemble', 'Assembles and renders an edition into the archive', {
      memoryMegabytes: 1_769,
      timeout: Duration.minutes(2),
    })
      .allow(['s3:GetObject'], [articles.arnForObjects('articles/*')])
      .allow(['s3:ListBucket'], [articles.bucketArn])
      .allow(['s3:PutObject', 's3:GetObject'], [archive.arnForObjects('*')])
      .allow(['dynamodb:GetItem', 'dynamodb:Query'], [ledger.tableArn]);
    const check = stage('check', 'Checks and freezes an edition, and reads what SES allows')
      .allow(['s3:PutObject', 's3:GetObject'], [archive.arnForObjects('*')])
      .allow(['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:PutItem'], [ledger.tableArn])
      .allow(['ses:GetSendQuota'], ['*']);
    const select = stage('select', 'Freezes the audience of an edition into batches', {
      memoryMegabytes: 1_769,
      timeout: Duration.minutes(15),
    })
      .allow(['s3:PutObject', 's3:GetObject'], [archive.arnForObjects('*')])
      .allow(['s3:ListBucket'], [archive.bucketArn])
      .allow(['dynamodb:Query'], [subscribers.tableArn])
      .allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [ledger.tableArn]);
    if (segments) {
      select
        .allow(['dynamodb:BatchGetItem'], [subscribers.tableArn])
        .allow(['dynamodb:BatchGetItem'], [ledger.tableArn]);
    }
    const send = stage('send', 'Sends one batch: claim, act, record', {
      memoryMegabytes: sendMemoryMegabytes,
      timeout: Duration.seconds(sendFunctionSeconds),
    })
      .allow(['s3:GetObject'], [archive.arnForObjects('*')])
      .allow(['dynamodb:BatchGetItem'], [subscribers.tableArn])
      .allow(
        ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
        [ledger.tableArn],
      )
      .allow(['secretsmanager:GetSecretValue'], [tokenKeys.secretArn])
      .allow(['ses:SendRawEmail'], identity.sendingArns);
    const settle = stage('settle', 'Judges what has no outcome, and says how the run goes on', {
      memoryMegabytes: 512,
      timeout: Duration.minutes(15),
    })
      .allow(['s3:GetObject'], [archive.arnForObjects('*')])
      .allow(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'], [ledger.tableArn]);
    const report = stage('report', 'Says how a run ended', { memoryMegabytes: 512, timeout: Duration.minutes(5) })
      .allow(['s3:GetObject'], [archive.arnForObjects('*')])
      .allow(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'], [ledger.tableArn]);
    this.stages = { assemble, check, select, send, settle, report };

    this.stateMachine = new NewsletterRun(this, 'Run', { stages: this.stages, archive, logDays }).stateMachine;

    this.start = stage('start', 'Starts the run of an edition, from the schedule or a person', {
      environment: { STATE_MACHINE: this.stateMachine.stateMachineArn },
    })
      .allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [ledger.tableArn])
      .allow(['states:StartExecution'], [this.stateMachine.stateMachineArn]);
  }
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
