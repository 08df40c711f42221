import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type CfnStage, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { PipelineFunction } from './pipeline-function.ts';
import type { SendingIdentity } from './sending-identity.ts';
import type { Storage } from './storage.ts';

export interface ReaderWebProps {
  /** How long logs are kept. @default 30 */
  logDays?: number;
  /** Requests a second that are let through. @default 100 */
  requestsPerSecond?: number;
  /** Requests at once that are let through. @default 200 */
  burst?: number;
}

export interface ReaderPagesProps {
  storage: Storage;
  identity: SendingIdentity;
  /** The folder of the function's code. */
  code: string;
  /** How long logs are kept. @default 30 */
  logDays?: number;
}

/**
 * The readers' pages: unsubscribe, preferences, view in browser, sign up. The API comes first, for its address stands in every message; the
 * function that answers is joined to it when there is one.
 */
export class ReaderWeb extends Construct {
  readonly api: HttpApi;
  /** Without a slash at the end. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: ReaderWebProps = {}) {
    super(scope, id);
    const { logDays = 30, requestsPerSecond = 100, burst = 200 } = props;
    this.api = new HttpApi(this, 'Api', { description: "Readers' pages", createDefaultStage: true });
    this.url = this.api.apiEndpoint;
    const logs = new LogGroup(this, 'AccessLog', {
      retention: logDays as RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = this.api.defaultStage?.node.defaultChild as CfnStage;
    stage.defaultRouteSettings = { throttlingRateLimit: requestsPerSecond, throttlingBurstLimit: burst };
    // No path, for a token is in it, and no address of the reader's.
    stage.accessLogSettings = {
      destinationArn: logs.logGroupArn,
      format: JSON.stringify({
        at: '$context.requestTime',
        id: '$context.requestId',
        method: '$context.httpMethod',
        status: '$context.status',
        milliseconds: '$context.responseLatency',
        error: '$context.error.message',
      }),
    };
  }

  /** Answers every request with the function of the readers' pages. */
  answerWith({ storage, identity, code, logDays = 30 }: ReaderPagesProps): PipelineFunction {
    const { archive, subscribers, ledger, tokenKeys } = storage;
    const pages = new PipelineFunction(this, 'Pages', {
      code,
      description: "The readers' pages: unsubscribe, preferences, sign up, view in browser",
      environment: {
        ARCHIVE_BUCKET: archive.bucketName,
        SUBSCRIBERS_TABLE: subscribers.tableName,
        LEDGER_TABLE: ledger.tableName,
        TOKENS_SECRET: tokenKeys.secretArn,
        CONFIGURATION_SET: identity.configurationSet.configurationSetName,
        WEB_URL: this.url,
      },
      memoryMegabytes: 1_024,
      timeout: Duration.seconds(25),
      logDays,
    })
      .allow(['s3:GetObject'], [archive.arnForObjects('*')])
      // Without it S3 says "forbidden" of a picture that is not there.
      .allow(['s3:ListBucket'], [archive.bucketArn])
      .allow(
        [
          'dynamodb:BatchGetItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:BatchWriteItem',
          'dynamodb:DeleteItem',
        ],
        [subscribers.tableArn],
      )
      .allow(
        ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
        [ledger.tableArn],
      )
      .allow(['secretsmanager:GetSecretValue'], [tokenKeys.secretArn])
      .allow(['ses:SendRawEmail'], identity.sendingArns);
    const integration = new HttpLambdaIntegration('Function', pages, { timeout: Duration.seconds(29) });
    this.api.addRoutes({ path: '/{path+}', methods: [HttpMethod.ANY], integration });
    this.api.addRoutes({ path: '/', methods: [HttpMethod.ANY], integration });
    return pages;
  }
}
