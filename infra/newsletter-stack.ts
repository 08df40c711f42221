import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../core/model/config.ts';
import { type Deployment, productionName } from '../core/model/deployment.ts';
import { FeedbackPath } from './constructs/feedback-path.ts';
import { InboxImport } from './constructs/inbox-import.ts';
import { NewsletterPipeline } from './constructs/newsletter-pipeline.ts';
import { NewsletterSchedules } from './constructs/newsletter-schedules.ts';
import { ReaderWeb } from './constructs/reader-web.ts';
import { SendingIdentity } from './constructs/sending-identity.ts';
import { Storage } from './constructs/storage.ts';
import { Watching } from './constructs/watching.ts';

export interface NewsletterStackProps extends StackProps {
  /** The deployment's name: `dev`, `prod`. */
  name: string;
  deployment: Deployment;
  config: Config;
  /** The folder of a function's code, by its name. */
  functions: (name: string) => string;
}

/** The name of a deployment's stack. */
export function stackName(deployment: string): string {
  return `Pressrun-${deployment}`;
}

/** Everything of one deployment. */
export class NewsletterStack extends Stack {
  constructor(scope: Construct, id: string, props: NewsletterStackProps) {
    const { name, deployment, config, functions, ...stackProps } = props;
    super(scope, id, {
      description: `Pressrun: the newsletters of ${config.publication.name} (${name})`,
      ...stackProps,
    });
    const { identity: domain, allowRecipients, logDays } = deployment;
    const sandboxRecipients = name === productionName ? [] : allowRecipients;

    const storage = new Storage(this, 'Storage');
    const senders = config.newsletters.map(({ from }) => from.address);
    const identity = new SendingIdentity(this, 'Sending', { ...domain, senders, sandboxRecipients });
    // Where links and openings are counted, every mail gateway asks as the messages arrive; and no reader's link may be turned away.
    const isCounted = config.newsletters.some(({ tracking }) => tracking);
    const web = new ReaderWeb(this, 'Web', { logDays, ...(isCounted && { requestsPerSecond: 1_000, burst: 2_000 }) });
    const webUrl = config.publication.webUrl ?? web.url;
    const pages = web.answerWith({ storage, identity, code: functions('web'), logDays });
    const inbox = new InboxImport(this, 'Inbox', {
      bucket: storage.articles,
      code: functions('import'),
      webUrl,
      logDays,
    });
    const pipeline = new NewsletterPipeline(this, 'Pipeline', {
      storage,
      identity,
      functions,
      webUrl,
      logDays,
      segments: config.newsletters.some(({ segment }) => segment !== null),
    });
    const feedback = new FeedbackPath(this, 'Feedback', {
      storage,
      identity,
      code: functions('record-feedback'),
      webUrl,
      recordDeliveries: deployment.recordDeliveries,
      logDays,
    });
    const schedules = new NewsletterSchedules(this, 'Schedules', {
      newsletters: config.newsletters,
      start: pipeline.start,
    });
    new Watching(this, 'Watching', {
      deployment: name,
      newsletters: config.newsletters.map(({ slug }) => slug),
      stateMachine: pipeline.stateMachine,
      functions: [...Object.values(pipeline.stages), pipeline.start, inbox.function, pages, feedback.function],
      deadLetters: { schedules: schedules.deadLetters, imports: inbox.deadLetters, events: feedback.deadLetters },
      alarmsTo: deployment.alarmsTo,
    });

    this.#outputs({
      ArticlesBucket: storage.articles.bucketName,
      ArchiveBucket: storage.archive.bucketName,
      SubscribersTable: storage.subscribers.tableName,
      LedgerTable: storage.ledger.tableName,
      TokenKeysSecret: storage.tokenKeys.secretArn,
      ConfigurationSet: identity.configurationSet.configurationSetName,
      StateMachine: pipeline.stateMachine.stateMachineArn,
      WebUrl: webUrl,
    });
    identity.records.forEach(({ type, name: host, value }, index) => {
      new CfnOutput(this, `DnsRecord${index + 1}`, { value: `${host} ${type} ${value}` });
    });
  }

  /** What the command line finds the deployment by. */
  #outputs(values: Record<string, string>): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}
