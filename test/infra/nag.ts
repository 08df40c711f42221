import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { App } from 'aws-cdk-lib';

/** A finding of the pack that stands, and why. */
export interface NagReason {
  rule: string;
  /** Matched against the construct's path and the rule, with what it names. */
  where: RegExp;
  reason: string;
}

export const nagReasons: readonly NagReason[] = [
  {
    rule: 'AwsSolutions-S1',
    where: /Storage\/(?:Articles|Archive)\//,
    reason:
      'Both buckets are read and written by this stack alone; who wants a trail turns on CloudTrail’s data events.',
  },
  {
    rule: 'AwsSolutions-SMG4',
    where: /Storage\/TokenKeys\//,
    reason: 'A key is honoured for a year in mail already sent; it is rotated by adding one (docs/operations.md).',
  },
  {
    rule: 'AwsSolutions-SQS3',
    where: /DeadLetters\//,
    reason:
      'These are the dead-letter queues, of Scheduler, of EventBridge and of Lambda, which the rule does not see.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    where: /Role\/DefaultPolicy\/.*Storage(?:Articles|Archive)\w+\.Arn>\/(?:articles\/|inbox\/|rejected\/)?\*\]/,
    reason: 'Objects of one bucket below one prefix: their names are made at run time.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    where: /CheckRole\/.*Resource::\*\]/,
    reason: 'ses:GetSendQuota is of the account and takes no resource.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    where: /(?:SendRole|PagesRole)\/.*identity\/\*@/,
    reason: 'SES judges by an identity of the From address itself where there is one.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    where: /Run\/StateMachine\/Role\/.*(?:\.Arn>:\*\]|Resource::\*\])/,
    reason: 'CDK allows the versions of each function called, and the delivery of the state machine’s own log.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    where: /Run\/StateMachine\/(?:Role|DistributedMapPolicy)\/.*(?:StorageArchive|execution:)/,
    reason:
      'The map reads its manifest and starts, watches and stops its own children, whose names are made at run time.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    where: /Schedules\/Role\/.*Start\w+\.Arn>:\*\]/,
    reason: 'CDK allows the versions of the one function that schedules call.',
  },
  {
    rule: 'AwsSolutions-SF1',
    where: /Run\/StateMachine\//,
    reason: 'Errors are logged; of every event there is the execution’s own history, and a line of each function.',
  },
  {
    rule: 'AwsSolutions-SF2',
    where: /Run\/StateMachine\//,
    reason: 'A run is a handful of calls whose log lines carry the edition; X-Ray would want a wildcard in every role.',
  },
  {
    rule: 'AwsSolutions-APIG4',
    where: /Web\/Api\//,
    reason: 'The readers’ pages are for everybody: who holds a signed link acts for its reader.',
  },
];

/** What the validation plugins of an app find when it is synthesised. */
export function findingsOf(app: App, outdir: string): { rule: string; construct: string }[] {
  const written = process.exitCode;
  const silent = process.stderr.write;
  // The library's own validation of templates runs beside the pack.
  delete process.env['CDK_VALIDATION'];
  process.stderr.write = () => true;
  try {
    app.synth();
  } catch {
    // Findings end in an error; the report has them.
  } finally {
    process.stderr.write = silent;
    process.env['CDK_VALIDATION'] = 'false';
    process.exitCode = written;
  }
  interface Report {
    pluginReports: { violations: { ruleName: string; violatingConstructs: { constructPath: string }[] }[] }[];
  }
  const report = JSON.parse(readFileSync(path.join(outdir, 'validation-report.json'), 'utf8')) as Report;
  return report.pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => ({ rule: ruleName, construct: constructPath })),
    ),
  );
}
