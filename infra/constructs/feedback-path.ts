import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { ConfigurationSetEventDestination, EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { PipelineFunction } from './pipeline-function.ts';
import type { SendingIdentity } from './sending-identity.ts';
import type { Storage } from './storage.ts';

export interface FeedbackPathProps {
  storage: Storage;
  identity: SendingIdentity;
  /** The folder of the function's code. */
  code: string;
  webUrl: string;
  /** Whether Send and Delivery are recorded too: the evidence that settles a lost answer. @default true */
  recordDeliveries?: boolean;
  /** How long logs are kept. @default 30 */
  logDays?: number;
}

/** What always says something about a reader. */
const alarmingEvents = [
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.DELIVERY_DELAY,
  EmailSendingEvent.RENDERING_FAILURE,
];

/** What SES learns of messages, by SNS and SQS to the function that records it. Events come at least once and in any order. */
export class FeedbackPath extends Construct {
  readonly function: PipelineFunction;
  readonly queue: Queue;
  /** Events that could not be recorded in five tries. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: FeedbackPathProps) {
    super(scope, id);
    const { storage, identity, code, webUrl, recordDeliveries = true, logDays = 30 } = props;
    const { subscribers, ledger } = storage;
    const topic = new Topic(this, 'Events', { enforceSSL: true });
    const { configurationSet } = identity;
    const destination = new ConfigurationSetEventDestination(this, 'Destination', {
      configurationSet,
      destination: EventDestination.snsTopic(topic),
      events: recordDeliveries
        ? [EmailSendingEvent.SEND, EmailSendingEvent.DELIVERY, ...alarmingEvents]
        : alarmingEvents,
    });
    // SES looks whether it may publish when the destination is made; the library has allowed it by then.
    destination.node.addDependency(topic);

    const queue = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) };
    const timeout = Duration.minutes(2);
    this.deadLetters = new Queue(this, 'DeadLetters', queue);
    this.queue = new Queue(this, 'Queue', {
      ...queue,
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    topic.addSubscription(new SqsSubscription(this.queue, { rawMessageDelivery: true }));

    this.function = new PipelineFunction(this, 'RecordFeedback', {
      code,
      description: 'Records what SES learned of messages, and bars addresses that bounce or complain',
      environment: {
        SUBSCRIBERS_TABLE: subscribers.tableName,
        LEDGER_TABLE: ledger.tableName,
        WEB_URL: webUrl,
      },
      memoryMegabytes: 512,
      timeout,
      logDays,
    })
      .allow(['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem'], [subscribers.tableArn])
      .allow(['dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'], [ledger.tableArn]);
    this.function.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: 200,
        maxBatchingWindow: Duration.seconds(5),
        reportBatchItemFailures: true,
        // Bursts at the beginning of a run must not take the account's whole concurrency.
        maxConcurrency: 10,
      }),
    );
  }
}
