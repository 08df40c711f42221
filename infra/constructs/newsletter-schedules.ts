import { Duration, RemovalPolicy, Stack, TimeZone } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Newsletter } from '../../core/model/newsletter.ts';
import { eventBridgeCrons } from '../../core/time/aws-cron.ts';

export interface NewsletterSchedulesProps {
  newsletters: readonly Pick<Newsletter, 'slug' | 'cron' | 'timeZone' | 'maxLatenessMinutes'>[];
  /** The function that starts a run. */
  start: IFunction;
}

/**
 * When newsletters go out: a schedule for each cron expression, in the newsletter's time zone. Scheduler fires at least once, and tells
 * the time it fired for, from which the edition follows.
 */
export class NewsletterSchedules extends Construct {
  /** Firings that could not be handed over. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { newsletters, start }: NewsletterSchedulesProps) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    // Scheduler hands over and is done: what then fails in the function itself is Lambda's to try again, and to keep.
    start.configureAsyncInvoke({
      maxEventAge: Duration.hours(1),
      retryAttempts: 2,
      onFailure: new SqsDestination(this.deadLetters),
    });
    // It holds nothing but the schedules, and its name is fixed: left behind, it would bar the next deployment.
    const scheduleGroup = new ScheduleGroup(this, 'Group', { removalPolicy: RemovalPolicy.DESTROY });
    const role = new Role(this, 'Role', {
      // Scheduler names the group, not the schedule, as the one that it acts for.
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: {
            'aws:SourceAccount': Stack.of(this).account,
            'aws:SourceArn': scheduleGroup.scheduleGroupArn,
          },
        },
      }),
      description: 'Lets schedules start runs',
    });
    for (const { slug, cron, timeZone, maxLatenessMinutes } of newsletters) {
      const crons = cron === null ? [] : eventBridgeCrons(cron);
      for (const [index, expression] of crons.entries()) {
        const schedule = new Schedule(this, crons.length === 1 ? slug : `${slug}-${index + 1}`, {
          description: `${slug}: ${cron} in ${timeZone}`,
          schedule: ScheduleExpression.expression(expression, TimeZone.of(timeZone)),
          scheduleGroup,
          target: new LambdaInvoke(start, {
            role,
            deadLetterQueue: this.deadLetters,
            input: ScheduleTargetInput.fromObject({
              newsletter: slug,
              at: ContextAttribute.scheduledTime,
              by: 'schedule',
            }),
            maxEventAge: Duration.minutes(Math.min(1_440, Math.max(1, maxLatenessMinutes))),
            retryAttempts: 20,
          }),
        });
        // The library names the group by text, which CloudFormation sees no order in.
        schedule.node.addDependency(scheduleGroup);
      }
    }
  }
}
