import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../core/model/config.ts';
import { type Deployment, productionName } from '../core/model/deployment.ts';
import { NewsletterPipeline } from './constructs/newsletter-pipeline.ts';
import { NewsletterSchedules } from './constructs/newsletter-schedules.ts';
import { SendingIdentity } from './constructs/sending-identity.ts';
import { Storage } from './constructs/storage.ts';

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
    const identity = new SendingIdentity(this, 'Sending', { ...domain, sandboxRecipients });
    const webUrl = config.publication.webUrl ?? config.publication.url;
    const pipeline = new NewsletterPipeline(this, 'Pipeline', { storage, identity, functions, webUrl, logDays });
    new NewsletterSchedules(this, 'Schedules', { newsletters: config.newsletters, start: pipeline.start });

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
  }

  /** What the command line finds the deployment by. */
  #outputs(values: Record<string, string>): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}
