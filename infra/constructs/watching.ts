import { Aws, Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  MathExpression,
  Metric,
  SingleValueWidget,
  TextWidget,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { PipelineFunction } from './pipeline-function.ts';

export interface WatchingProps {
  /** The deployment's name, as the metrics carry it. */
  deployment: string;
  newsletters: readonly string[];
  stateMachine: StateMachine;
  functions: readonly PipelineFunction[];
  /** Queues that hold something only when something is wrong, by what is wrong. */
  deadLetters: Readonly<Record<string, Queue>>;
  /** Who is told; null: nobody subscribes to the topic. @default null */
  alarmsTo?: string | null;
}

/** The account's own figures, which SES judges it by: above these it may pause sending. */
const bounceRateLimit = 0.05;
const complaintRateLimit = 0.001;

/** A dashboard of the runs, and an alarm for everything that wants a person. */
export class Watching extends Construct {
  readonly topic: Topic;
  readonly alarms: Alarm[] = [];

  constructor(scope: Construct, id: string, props: WatchingProps) {
    super(scope, id);
    const { deployment, newsletters, stateMachine, functions, deadLetters, alarmsTo = null } = props;
    this.topic = new Topic(this, 'Alarms', { enforceSSL: true });
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsPublish',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'AWS:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    if (alarmsTo !== null) this.topic.addSubscription(new EmailSubscription(alarmsTo));

    const ours = (metricName: string, newsletter: string) =>
      new Metric({
        namespace: 'Pressrun',
        metricName,
        dimensionsMap: { deployment, newsletter },
        statistic: 'Sum',
        period: Duration.minutes(5),
        label: newsletter,
      });
    const all = (metricName: string) => {
      const usingMetrics = Object.fromEntries(
        newsletters.map((slug, index) => [idOf(metricName, index), ours(metricName, slug)]),
      );
      const expression = newsletters.map((_, index) => `FILL(${idOf(metricName, index)}, 0)`).join(' + ');
      return new MathExpression({ expression, usingMetrics, label: metricName, period: Duration.minutes(5) });
    };
    const reputation = (metricName: string) =>
      new Metric({ namespace: 'AWS/SES', metricName, statistic: 'Maximum', period: Duration.hours(1) });
    const bounces = reputation('Reputation.BounceRate');
    const complaints = reputation('Reputation.ComplaintRate');

    this.#alarm('BounceRate', bounces, bounceRateLimit, 'At least 5 % of mail bounces: SES may pause the account.');
    this.#alarm('ComplaintRate', complaints, complaintRateLimit, 'At least 0.1 % of readers complain.');
    // CloudWatch allows ten metrics in one expression of an alarm.
    for (const [index, slugs] of slices(newsletters, 9).entries()) {
      const suffix = index === 0 ? '' : String(index + 1);
      const held = new MathExpression({
        expression: slugs.map((_, place) => `FILL(m${place}, 0)`).join(' + '),
        usingMetrics: Object.fromEntries(slugs.map((slug, place) => [`m${place}`, ours('HeldRuns', slug)])),
        period: Duration.minutes(5),
      });
      this.#alarm(`HeldRun${suffix}`, held, 1, 'A run is held: `pressrun status` says why.');
    }
    this.#alarm(
      'FailedRun',
      stateMachine.metricFailed(),
      1,
      'A run failed: `pressrun status`, then `pressrun resume`.',
    );
    this.#alarm('TimedOutRun', stateMachine.metricTimedOut(), 1, 'A run took more than a fortnight.');
    this.#alarm('AbortedRun', stateMachine.metricAborted(), 1, 'A run was stopped from the console.');
    for (const [what, queue] of Object.entries(deadLetters)) {
      const metric = queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' });
      this.#alarm(`DeadLetters${what}`, metric, 1, `There are dead letters: ${what}.`);
    }
    const silent = [
      ['LateRun', 'Start', 'A run was not started: it would have been too late, or the start failed.'],
      // The run of an edition below its minimum ends well, so nothing else would tell.
      ['NotMade', 'Assemble', 'An edition was not made: there were too few articles, or its template has a fault.'],
    ] as const;
    for (const [alarm, name, description] of silent) {
      const found = functions.find(({ node }) => node.id === name);
      if (found !== undefined) this.#alarm(alarm, found.metricErrors(), 1, description);
    }

    const dashboard = new Dashboard(this, 'Dashboard', { defaultInterval: Duration.days(7) });
    dashboard.addWidgets(
      new TextWidget({
        markdown: `# Pressrun: ${deployment}\nEvery figure is of the ledger when a run ended.`,
        width: 24,
        height: 2,
      }),
    );
    dashboard.addWidgets(
      new SingleValueWidget({
        title: 'In a week',
        metrics: ['Accepted', 'Unsent', 'Uncertain'].map(all),
        width: 12,
        height: 4,
        setPeriodToTimeRange: true,
      }),
      new SingleValueWidget({ title: 'The account', metrics: [bounces, complaints], width: 12, height: 4 }),
    );
    dashboard.addWidgets(
      new GraphWidget({ title: 'Accepted', left: newsletters.map((slug) => ours('Accepted', slug)), width: 12 }),
      new GraphWidget({ title: 'Left over', left: [all('Unsent'), all('Uncertain')], width: 12 }),
    );
    dashboard.addWidgets(
      new GraphWidget({
        title: 'Seconds a run took',
        left: newsletters.map((slug) => ours('RunSeconds', slug)),
        width: 12,
      }),
      new GraphWidget({
        title: 'Errors of functions',
        left: functions.map((each) => each.metricErrors({ label: each.node.id })),
        width: 12,
      }),
    );
  }

  #alarm(id: string, metric: Metric | MathExpression, threshold: number, alarmDescription: string): void {
    const alarm = new Alarm(this, id, {
      metric,
      threshold,
      alarmDescription,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    this.alarms.push(alarm);
  }
}

/** Of a metric within its graph, where every id is one metric's. */
function idOf(metricName: string, index: number): string {
  return `${metricName.toLowerCase()}${index}`;
}

function slices<Item>(items: readonly Item[], size: number): Item[][] {
  const found: Item[][] = [];
  for (let start = 0; start < items.length; start += size) found.push(items.slice(start, start + size));
  return found;
}
