import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { PipelineFunction } from './pipeline-function.ts';

export interface InboxImportProps {
  /** The articles' bucket; files put below `inbox/` are imported. */
  bucket: IBucket;
  /** The folder of the function's code. */
  code: string;
  /** The publication's pages; readers' links are not made here. */
  webUrl: string;
  /** How long logs are kept. @default 30 */
  logDays?: number;
}

/** Imports every file that is put into `inbox/` of the articles' bucket. */
export class InboxImport extends Construct {
  readonly function: PipelineFunction;
  /** Files whose import failed over and over. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { bucket, code, webUrl, logDays = 30 }: InboxImportProps) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.function = new PipelineFunction(this, 'Import', {
      code,
      description: 'Imports a file of inbox/ into the article store',
      environment: { ARTICLES_BUCKET: bucket.bucketName, WEB_URL: webUrl },
      memoryMegabytes: 1_024,
      timeout: Duration.minutes(5),
      logDays,
    })
      .allow(['s3:GetObject'], [bucket.arnForObjects('inbox/*'), bucket.arnForObjects('articles/*')])
      .allow(['s3:PutObject'], [bucket.arnForObjects('articles/*'), bucket.arnForObjects('rejected/*')])
      // Without it S3 says "forbidden" of an article that is not there yet.
      .allow(['s3:ListBucket'], [bucket.bucketArn]);
    // EventBridge hands over and is done: what then fails in the function itself is Lambda's to try again, and to keep.
    this.function.configureAsyncInvoke({ retryAttempts: 2, onFailure: new SqsDestination(this.deadLetters) });
    new Rule(this, 'Arrivals', {
      description: 'A file was put into inbox/',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucket.bucketName] }, object: { key: [{ prefix: 'inbox/' }] } },
      },
      targets: [new LambdaFunction(this.function, { deadLetterQueue: this.deadLetters, retryAttempts: 5 })],
    });
  }
}
