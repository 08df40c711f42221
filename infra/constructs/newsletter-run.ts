import { Annotations, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  Choice,
  Condition,
  DefinitionBody,
  DistributedMap,
  Errors,
  Fail,
  LogLevel,
  Pass,
  ProcessorMode,
  ProcessorType,
  QueryLanguage,
  S3JsonLItemReader,
  StateMachine,
  StateMachineType,
  Succeed,
  TaskInput,
  Timeout,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { longestRunDays } from '../../core/model/deployment.ts';
import type { PipelineFunction } from './pipeline-function.ts';

/** A task outlives the function that it calls, so that none is left working when another is begun. */
const taskMarginSeconds = 60;

/** What a stage may fail of for a moment: an answer that did not come, a store that was out, a function that died. */
const passingErrors = [
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
  'Runtime.ExitError',
  'Sandbox.Timedout',
  'LEDGER_UNAVAILABLE',
  'STORE_UNAVAILABLE',
  'PROVIDER_UNAVAILABLE',
  Errors.TIMEOUT,
];

export type StageName = 'assemble' | 'check' | 'select' | 'send' | 'settle' | 'report';

export interface NewsletterRunProps {
  stages: Readonly<Record<StageName, PipelineFunction>>;
  /** Where `select` leaves the manifest of the batches. */
  archive: IBucket;
  /** How long the log of failed executions is kept. @default 30 */
  logDays?: number;
}

/**
 * The passage of one edition: assemble, check, select, then every batch of the manifest through send, then settle until nothing more can
 * be learned, then report. What is uncertain or left over is the ledger's to say; a batch that fails fails nothing else.
 *
 * Every state can be done twice: an execution that ended anywhere is started again, and does what is left.
 */
export class NewsletterRun extends Construct {
  readonly stateMachine: StateMachine;
  readonly #stages: NewsletterRunProps['stages'];

  constructor(scope: Construct, id: string, { stages, archive, logDays = 30 }: NewsletterRunProps) {
    super(scope, id);
    this.#stages = stages;

    const failed = this.#call('Record failure', 'report', "{% $merge([$ref, {'failure': $failure}]) %}", {}).next(
      // Of a timeout there may be no cause, and an expression that gives nothing is a fault of its own.
      Fail.jsonata(this, 'Failed', { error: '{% $failure.Error %}', cause: "{% $string($failure.Cause) & '' %}" }),
    );
    const step = (title: string, name: StageName, payload: string, assign: Record<string, string>) =>
      this.#call(title, name, payload, assign);
    const caught = { errors: [Errors.ALL], assign: { failure: '{% $states.errorOutput %}' } };

    const begin = Pass.jsonata(this, 'Begin', {
      assign: { ref: '{% $states.input %}', passes: '{% 1 %}', settlingSince: '{% null %}' },
    });
    const assemble = step('Assemble', 'assemble', '{% $ref %}', { revision: '{% $states.result.Payload.revision %}' })
      .addCatch(Succeed.jsonata(this, 'Too few articles'), { errors: ['EDITION_EMPTY'] })
      .addCatch(failed, caught);
    const check = step('Check', 'check', "{% $merge([$ref, {'revision': $revision}]) %}", {
      revision: '{% $states.result.Payload.revision %}',
      workers: '{% $states.result.Payload.workers %}',
      ratePerWorker: '{% $states.result.Payload.ratePerWorker %}',
      batchSize: '{% $states.result.Payload.batchSize %}',
    }).addCatch(failed, caught);
    const select = step('Select', 'select', "{% $merge([$ref, {'batchSize': $batchSize}]) %}", {
      manifest: '{% $states.result.Payload.manifest %}',
      batches: '{% $states.result.Payload.batches %}',
    }).addCatch(failed, caught);
    const send = this.#sendBatches(archive).addCatch(failed, caught);
    const settle = step(
      'Settle',
      'settle',
      "{% $merge([$ref, {'passes': $passes, 'settlingSince': $settlingSince}]) %}",
      {
        next: '{% $states.result.Payload.next %}',
        passes: '{% $states.result.Payload.passes %}',
        until: '{% $states.result.Payload.until ? $states.result.Payload.until : null %}',
        settlingSince: '{% $states.result.Payload.settlingSince ? $states.result.Payload.settlingSince : null %}',
      },
    ).addCatch(failed, caught);
    const report = step('Report', 'report', '{% $ref %}', {}).addCatch(failed, caught);

    begin.next(assemble).next(check).next(select);
    select.next(Choice.jsonata(this, 'Anyone?').when(Condition.jsonata('{% $batches > 0 %}'), send).otherwise(settle));
    send.next(settle);
    settle.next(
      Choice.jsonata(this, 'What next?')
        .when(
          Condition.jsonata("{% $next = 'wait' %}"),
          Wait.jsonata(this, 'Wait for evidence', { time: WaitTime.timestamp('{% $until %}') }).next(settle),
        )
        .when(
          Condition.jsonata("{% $next = 'hold' %}"),
          Wait.jsonata(this, 'Wait until it may go on', { time: WaitTime.timestamp('{% $until %}') }).next(
            Pass.jsonata(this, 'Go on', { assign: { settlingSince: '{% null %}' } }).next(check),
          ),
        )
        .when(Condition.jsonata("{% $next = 'send' %}"), send)
        .otherwise(report.next(Succeed.jsonata(this, 'Done', { outputs: '{% {} %}' }))),
    );

    const logs = new LogGroup(this, 'Log', {
      retention: logDays as RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineType: StateMachineType.STANDARD,
      queryLanguage: QueryLanguage.JSONATA,
      definitionBody: DefinitionBody.fromChainable(begin),
      timeout: Duration.days(longestRunDays),
      logs: { destination: logs, level: LogLevel.ERROR, includeExecutionData: false },
    });
  }

  /** One stage called with a payload; what later states need of its answer goes into variables. */
  #call(
    title: string,
    name: StageName,
    payload: string,
    assign: Record<string, string>,
    outputs = '{% {} %}',
  ): LambdaInvoke {
    const lambda = this.#stages[name];
    const seconds = (lambda.timeout?.toSeconds() ?? 60) + taskMarginSeconds;
    return LambdaInvoke.jsonata(this, title, {
      lambdaFunction: lambda,
      payload: TaskInput.fromText(payload),
      taskTimeout: Timeout.duration(Duration.seconds(seconds)),
      outputs,
      ...(Object.keys(assign).length > 0 && { assign }),
    }).addRetry({
      errors: passingErrors,
      interval: Duration.seconds(5),
      maxAttempts: 6,
      backoffRate: 2,
    }) as LambdaInvoke;
  }

  /**
   * Every batch of the manifest, as many at once as the rate has workers. Children are Standard, for Express ends at five minutes, and give
   * nothing back: more than 256 KiB of collected answers would fail the map.
   */
  #sendBatches(archive: IBucket): DistributedMap {
    // The batch is passed on, so that the state can come back to itself.
    const ended = { ended: '{% $states.result.Payload.ended %}' };
    const batch = this.#call('Send', 'send', '{% $states.input %}', ended, '{% $states.input %}');
    const send = batch.next(
      Choice.jsonata(this, 'Out of time?')
        .when(Condition.jsonata("{% $ended = 'out-of-time' %}"), batch)
        .otherwise(Succeed.jsonata(this, 'Batch done', { outputs: '{% {} %}' })),
    );
    const map = DistributedMap.jsonata(this, 'Send batches', {
      label: 'SendBatches',
      mapExecutionType: StateMachineType.STANDARD,
      itemReader: new S3JsonLItemReader({ bucket: archive, key: '{% $manifest %}' }),
      jsonataMaxConcurrency: '{% $workers %}',
      itemSelector: {
        editionId: '{% $ref.editionId %}',
        newsletter: '{% $ref.newsletter %}',
        at: '{% $ref.at %}',
        force: '{% $ref.force %}',
        revision: '{% $revision %}',
        ratePerWorker: '{% $ratePerWorker %}',
        number: '{% $states.context.Map.Item.Value.number %}',
      },
      toleratedFailurePercentage: 100,
      assign: { settlingSince: '{% null %}' },
      outputs: '{% {} %}',
    });
    map.itemProcessor(send, { mode: ProcessorMode.DISTRIBUTED, executionType: ProcessorType.STANDARD });
    // Synthesis demands the processor's type, and says that the map's own wins: they are the same.
    Annotations.of(map).acknowledgeWarning('@aws-cdk/aws-stepfunctions:propertyIgnored');
    return map;
  }
}
