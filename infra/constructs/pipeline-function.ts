import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export interface PipelineFunctionProps {
  /** The folder of its code: `index.mjs`, whose `handler` is the function. */
  code: string;
  /** One sentence, for the console. */
  description: string;
  environment: Record<string, string>;
  /** @default 256 */
  memoryMegabytes?: number;
  /** @default 60 seconds */
  timeout?: Duration;
  /** @default 30 */
  logDays?: number;
  /** What becomes of the logs with the stack. @default RemovalPolicy.DESTROY */
  logsRemovalPolicy?: RemovalPolicy;
}

/**
 * A function as all of them are: Node 24 on arm64, a role of its own that may write its own log and nothing else until it is
 * granted more, a log group that forgets.
 */
export class PipelineFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: PipelineFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}Log`, {
      retention: (props.logDays ?? 30) as RetentionDays,
      removalPolicy: props.logsRemovalPolicy ?? RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${id}Role`, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${id} of ${Stack.of(scope).stackName} may do`,
    });
    role.addToPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    super(scope, id, {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(props.code),
      description: props.description,
      memorySize: props.memoryMegabytes ?? 256,
      timeout: props.timeout ?? Duration.seconds(60),
      environment: { NODE_OPTIONS: '--enable-source-maps', ...props.environment },
      // The functions write JSON lines themselves; metrics among them are read from plain text only.
      loggingFormat: LoggingFormat.TEXT,
      logGroup,
      role,
    });
  }

  /** Allows exactly these actions on exactly these resources. */
  allow(actions: readonly string[], resources: readonly string[], conditions: Record<string, unknown> = {}): this {
    this.addToRolePolicy(
      new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [...resources], conditions }),
    );
    return this;
  }
}
