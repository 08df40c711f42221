import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type CfnStage, HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface ReaderWebProps {
  /** How long logs are kept. @default 30 */
  logDays?: number;
  /** Requests a second that are let through. @default 100 */
  requestsPerSecond?: number;
  /** Requests at once that are let through. @default 200 */
  burst?: number;
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
    this.api = new HttpApi(this, 'Api', { description: 'Readers’ pages', createDefaultStage: true });
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

  /** Sends every request to a function. */
  answerWith(handler: ConstructorParameters<typeof HttpLambdaIntegration>[1]): void {
    const integration = new HttpLambdaIntegration('Function', handler, { timeout: Duration.seconds(20) });
    this.api.addRoutes({ path: '/{path+}', integration });
  }
}
