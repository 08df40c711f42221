import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import aslValidator from 'asl-validator';
import { App, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import jsonata from 'jsonata';
import type { Config } from '../../core/model/config.ts';
import { costDefaults, monthlyCost } from '../../core/stages/cost.ts';
import { functionNames } from '../../functions/bundle.mjs';
import { NewsletterStack } from '../../infra/newsletter-stack.ts';
import { deploy } from './deployed.ts';
import { findingsOf, nagReasons } from './nag.ts';
import { cdkContext, type Json, type Synthesised, synthesise, testConfig } from './synthesised.ts';

jest.setTimeout(120_000);

let made: Synthesised;
let template: Template;
const resources = (type: string): Json[] => Object.values(template.findResources(type));

/** The app of a production deployment, without any function's code. */
function unbundled(config: Config) {
  const deployment = config.deployments['prod'];
  if (deployment === undefined) throw new Error('no prod');
  const out = mkdtempSync(path.join(tmpdir(), 'pressrun-stack-'));
  folders.push(out);
  const app = new App({ outdir: out, context: { ...cdkContext(), 'aws:cdk:bundling-stacks': [] } });
  const props = { env: { region: 'eu-west-1' }, name: 'prod', deployment, config };
  return { app, out, stack: new NewsletterStack(app, 'Pressrun-prod', { ...props, functions: () => 'test/fixtures' }) };
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

beforeAll(async () => {
  made = await synthesise('prod');
  template = Template.fromJSON(made.template);
});

describe('storage', () => {
  test('buckets are versioned, encrypted, private and TLS only, and stay when the stack goes', () => {
    template.resourceCountIs('AWS::S3::Bucket', 2);
    for (const bucket of resources('AWS::S3::Bucket')) {
      expect(bucket).toMatchObject({
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          VersioningConfiguration: { Status: 'Enabled' },
          PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
        },
      });
      expect(bucket.Properties.BucketEncryption.ServerSideEncryptionConfiguration).toHaveLength(1);
    }
    for (const policy of resources('AWS::S3::BucketPolicy')) {
      const statements: Json[] = policy.Properties.PolicyDocument.Statement;
      expect(
        statements.some(
          ({ Effect, Condition }) => Effect === 'Deny' && Condition.Bool['aws:SecureTransport'] === 'false',
        ),
      ).toBe(true);
    }
  });

  test('tables are on demand and kept; readers can be restored to any second, and the ledger forgets', () => {
    const tables = resources('AWS::DynamoDB::GlobalTable');
    expect(tables).toHaveLength(2);
    for (const table of tables) {
      expect(table.DeletionPolicy).toBe('Retain');
      expect(table.Properties.BillingMode).toBe('PAY_PER_REQUEST');
      expect(table.Properties.Replicas[0].DeletionProtectionEnabled).toBe(true);
    }
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      Replicas: [Match.objectLike({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } })],
    });
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  test('the keys of readers’ links are made by the stack and kept', () => {
    template.hasResource('AWS::SecretsManager::Secret', { DeletionPolicy: 'Retain' });
  });

  test('files of the inbox come by EventBridge, without a function of CDK’s own', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({ detail: Match.objectLike({ object: { key: [{ prefix: 'inbox/' }] } }) }),
    });
    template.hasResourceProperties('AWS::S3::Bucket', {
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
    expect(Object.keys(made.template.Resources).filter((id) => /^(?:Custom|BucketNotifications)/.test(id))).toEqual([]);
  });
});

describe('functions', () => {
  test('every one is Node 24 on arm64, with a log that forgets and a role of its own', () => {
    const functions = resources('AWS::Lambda::Function');
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
      expect(Properties.LoggingConfig.LogGroup).toBeDefined();
      expect(Properties.ReservedConcurrentExecutions).toBeUndefined();
      expect(Properties.Timeout).toBeLessThanOrEqual(900);
    }
    expect(new Set(functions.map(({ Properties }) => JSON.stringify(Properties.Role))).size).toBe(functions.length);
    for (const { Properties, DeletionPolicy } of resources('AWS::Logs::LogGroup')) {
      expect({ ...Properties, DeletionPolicy }).toMatchObject({ RetentionInDays: 30, DeletionPolicy: 'Delete' });
    }
  });

  test('every bundle is deployed', () => {
    expect(resources('AWS::Lambda::Function')).toHaveLength(functionNames().length);
  });

  test('what fails in a function that was only handed an event becomes a dead letter', () => {
    // Scheduler and EventBridge hand over and are done: their own dead letters have none of these.
    const kept = resources('AWS::Lambda::EventInvokeConfig').map(({ Properties }) => Properties);
    const failures = kept.map(({ FunctionName, DestinationConfig }) => [
      FunctionName.Ref.replace(/[0-9A-F]{8}$/, ''),
      DestinationConfig.OnFailure.Destination['Fn::GetAtt'][0].replace(/[0-9A-F]{8}$/, ''),
    ]);
    expect(failures.sort()).toEqual([
      ['InboxImport', 'InboxDeadLetters'],
      ['PipelineStart', 'SchedulesDeadLetters'],
    ]);
  });

  test('no text is shown with question marks: CloudFormation knows ASCII only', () => {
    const texts = JSON.stringify(made.template, (key, value) => (key === 'Metadata' ? undefined : value));
    expect(texts.match(/[^\x20-\x7e].{0,40}/g)).toBeNull();
  });

  test('no role has a managed policy or a wildcard action', () => {
    for (const { Properties } of resources('AWS::IAM::Role')) expect(Properties.ManagedPolicyArns).toBeUndefined();
    const actions = resources('AWS::IAM::Policy').flatMap(({ Properties }) =>
      Properties.PolicyDocument.Statement.flatMap((statement: Json) => [statement.Action].flat()),
    );
    expect(actions.filter((action: string) => action.includes('*'))).toEqual([]);
  });
});

describe('schedules', () => {
  test('are in the newsletter’s time zone, in Scheduler’s own cron, with a dead-letter queue', () => {
    const schedules = resources('AWS::Scheduler::Schedule').map(({ Properties }) => Properties);
    const said = schedules.map((each) => `${each.ScheduleExpression} ${each.ScheduleExpressionTimezone}`).sort();
    // The weekly one names both a day of the month and one of the week: either.
    expect(said).toEqual([
      'cron(0 7 ? * MON-FRI *) America/New_York',
      'cron(30 6 1 * ? *) America/New_York',
      'cron(30 6 ? * MON *) America/New_York',
    ]);
    for (const { Target, FlexibleTimeWindow } of schedules) {
      expect(FlexibleTimeWindow).toEqual({ Mode: 'OFF' });
      expect(Target.DeadLetterConfig.Arn).toBeDefined();
      expect(JSON.parse(Target.Input)).toMatchObject({ at: '<aws.scheduler.scheduled-time>', by: 'schedule' });
      expect(Target.RetryPolicy.MaximumEventAgeInSeconds).toBe(3_600);
    }
  });

  test('are made after their group, and go with it: its name is fixed, and one left behind bars the next deployment', () => {
    const [[group, { DeletionPolicy }] = ['', {}]] = Object.entries<Json>(
      template.findResources('AWS::Scheduler::ScheduleGroup'),
    );
    expect(DeletionPolicy).toBe('Delete');
    for (const { DependsOn } of resources('AWS::Scheduler::Schedule')) expect([DependsOn].flat()).toContain(group);
  });

  test('are the only ones that may take their role', () => {
    const [group = ''] = Object.keys(template.findResources('AWS::Scheduler::ScheduleGroup'));
    const statements = resources('AWS::IAM::Role').map(
      ({ Properties }) => Properties.AssumeRolePolicyDocument.Statement[0],
    );
    const [trusted] = statements.filter(({ Principal }) => Principal.Service === 'scheduler.amazonaws.com');
    expect(trusted.Condition).toEqual({
      StringEquals: {
        'aws:SourceAccount': { Ref: 'AWS::AccountId' },
        'aws:SourceArn': { 'Fn::GetAtt': [group, 'Arn'] },
      },
    });
  });
});

describe('the state machine', () => {
  test('is the language that Step Functions reads', () => {
    const { isValid, errorsText } = aslValidator(deploy(made).definition);
    expect(errorsText('\n')).toBe('');
    expect(isValid).toBe(true);
  });

  test('fans out by the manifest, bounded, and fails no batch for another', () => {
    const map = deploy(made).definition.States['Send batches'];
    expect(map).toMatchObject({
      Type: 'Map',
      MaxConcurrency: '{% $workers %}',
      ToleratedFailurePercentage: 100,
      ItemReader: { ReaderConfig: { InputType: 'JSONL' }, Resource: 'arn:aws:states:::s3:getObject' },
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
    });
    expect(map.ItemBatcher).toBeUndefined();
    expect(map.ResultWriter).toBeUndefined();
  });

  test('a failure that came without a cause, as a timeout may, still ends as what it is', async () => {
    const { Error: error, Cause: cause } = deploy(made).definition.States['Failed'];
    const evaluate = (expression: string, failure: object) =>
      jsonata(expression.replace(/^\{%|%\}$/g, '')).evaluate({}, { failure });
    expect(await evaluate(error, { Error: 'States.Timeout' })).toBe('States.Timeout');
    expect(await evaluate(cause, { Error: 'States.Timeout' })).toBe('');
    expect(await evaluate(cause, { Cause: 'why' })).toBe('why');
  });

  test('no function outlives the task that called it', () => {
    const { definition, functions } = deploy(made);
    const states: Json[] = [
      ...Object.values(definition.States),
      ...Object.values(definition.States['Send batches'].ItemProcessor.States),
    ];
    const tasks = states.filter(({ Type }) => Type === 'Task');
    expect(tasks).toHaveLength(7);
    for (const task of tasks) {
      const lambda = Object.values(functions).find(({ arn }) => arn === task.Arguments.FunctionName);
      expect(task.TimeoutSeconds).toBeGreaterThan(lambda?.timeoutSeconds ?? Number.POSITIVE_INFINITY);
    }
  });
});

describe('sending', () => {
  test('the identity has DKIM and a MAIL FROM of its own; bounces are suppressed', () => {
    template.hasResourceProperties('AWS::SES::EmailIdentity', {
      EmailIdentity: 'news.example.org',
      DkimSigningAttributes: { NextSigningKeyLength: 'RSA_2048_BIT' },
      MailFromAttributes: { MailFromDomain: 'bounce.news.example.org' },
      FeedbackAttributes: { EmailForwardingEnabled: false },
    });
    template.hasResourceProperties('AWS::SES::ConfigurationSet', {
      SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
      ReputationOptions: { ReputationMetricsEnabled: true },
    });
  });

  test('the DNS records to publish are outputs, without the outdated pct', () => {
    const records = Object.entries(made.template.Outputs).filter(([name]) => name.startsWith('DnsRecord'));
    expect(records).toHaveLength(6);
    expect(JSON.stringify(records)).not.toContain('pct=');
  });

  test('an identity that is there already is used, not made', () => {
    const { stack } = unbundled(
      testConfig({
        deployments: { prod: { region: 'eu-west-1', identity: { domain: 'news.example.org', create: false } } },
      }),
    );
    const other = Template.fromStack(stack);
    other.resourceCountIs('AWS::SES::EmailIdentity', 0);
    other.resourceCountIs('AWS::SES::ConfigurationSet', 1);
  });

  test('a newsletter from another domain is refused before anything is deployed', () => {
    const stackOf = (domain: string) =>
      unbundled(testConfig({ deployments: { prod: { region: 'eu-west-1', identity: { domain } } } })).stack;
    expect(() => stackOf('dev.news.example.org')).toThrow(
      "A newsletter is from brief@news.example.org, and the deployment's identity.domain is dev.news.example.org",
    );
    expect(() => stackOf('ews.example.org')).toThrow('SES would refuse');
    expect(() => stackOf('example.org')).not.toThrow();
  });
});

describe('feedback', () => {
  /** Every name that CloudFormation takes; synthesis looks at none. */
  const eventNames = ['send', 'reject', 'bounce', 'complaint', 'delivery', 'open', 'click', 'renderingFailure'];
  eventNames.push('deliveryDelay', 'subscription');

  test('SES’s events go by a topic and a queue to the function, and what cannot be read to dead letters, alone', () => {
    const stack = deploy(made);
    const byType = (type: string) => Object.values(stack.resources).filter((each) => each.type === type);
    const [destination] = byType('AWS::SES::ConfigurationSetEventDestination');
    const { MatchingEventTypes, SnsDestination, Enabled } = destination?.properties.EventDestination ?? {};
    expect(Enabled).toBe(true);
    expect(MatchingEventTypes.filter((name: string) => !eventNames.includes(name))).toEqual([]);
    expect(MatchingEventTypes).toEqual(expect.arrayContaining(['send', 'delivery', 'bounce', 'complaint', 'reject']));
    const [subscription] = byType('AWS::SNS::Subscription').filter(({ properties }) => properties.Protocol === 'sqs');
    expect(subscription?.properties).toMatchObject({ TopicArn: SnsDestination.TopicARN, RawMessageDelivery: true });
    const queue = byType('AWS::SQS::Queue').find(({ arn }) => arn === subscription?.properties.Endpoint);
    const { RedrivePolicy, VisibilityTimeout } = queue?.properties ?? {};
    expect(RedrivePolicy.maxReceiveCount).toBe(5);
    expect(VisibilityTimeout).toBeGreaterThanOrEqual(6 * (stack.functions['recordFeedback']?.timeoutSeconds ?? 0));
    const [mapping] = byType('AWS::Lambda::EventSourceMapping');
    expect(mapping?.properties).toMatchObject({
      EventSourceArn: queue?.arn,
      FunctionName: stack.functions['recordFeedback']?.name,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    const dead = Object.keys(stack.resources).find(
      (id) => stack.resources[id]?.arn === RedrivePolicy.deadLetterTargetArn,
    );
    expect(JSON.stringify(resources('AWS::CloudWatch::Alarm'))).toContain(`["${dead}","QueueName"]`);
  });

  test('deliveries are left out where a deployment says so', async () => {
    const identity = { domain: 'news.example.org' };
    const dev = { region: 'eu-west-1', identity, recordDeliveries: false };
    const other = Template.fromJSON((await synthesise('dev', testConfig({ deployments: { dev } }))).template);
    other.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: { MatchingEventTypes: ['bounce', 'complaint', 'reject', 'deliveryDelay', 'renderingFailure'] },
    });
  });
});

describe('watching', () => {
  test('an alarm for everything that wants a person', () => {
    const alarms = resources('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
    const ids = Object.keys(template.findResources('AWS::CloudWatch::Alarm')).join(' ');
    for (const what of ['BounceRate', 'ComplaintRate', 'HeldRun', 'FailedRun', 'LateRun', 'NotMade', 'DeadLetters']) {
      expect(ids).toContain(what);
    }
    const cost = monthlyCost({ ...costDefaults, subscribers: 1, editionsPerMonth: 1 });
    expect(alarms).toHaveLength(cost.lines.find(({ what }) => what === 'alarms')?.quantity ?? 0);
    const operations = readFileSync('docs/operations.md', 'utf8');
    for (const id of ids.split(' ')) {
      const name = id.replace(/^Watching|[0-9A-F]{8}$/g, '').replace(/^DeadLetters.*/, 'DeadLetters…');
      expect(operations).toContain(`| ${name} |`);
    }
    const threshold = (metric: string) => alarms.find(({ MetricName }) => MetricName === metric)?.Threshold;
    expect(threshold('Reputation.BounceRate')).toBe(0.05);
    expect(threshold('Reputation.ComplaintRate')).toBe(0.001);
    for (const { AlarmActions, TreatMissingData } of alarms) {
      expect(AlarmActions).toHaveLength(1);
      expect(TreatMissingData).toBe('notBreaching');
    }
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'desk@example.org' });
  });
});

describe('the readers’ API', () => {
  test('is throttled, and its log has neither path nor address', () => {
    const [{ Properties }] = resources('AWS::ApiGatewayV2::Stage');
    expect(Properties.DefaultRouteSettings).toEqual({ ThrottlingBurstLimit: 200, ThrottlingRateLimit: 100 });
    expect(Properties.AccessLogSettings.Format).not.toMatch(/path|sourceIp|rawPath|routeKey/);
  });

  test('lets more through where links are counted', () => {
    const config = testConfig();
    for (const newsletter of config.newsletters) newsletter.tracking = newsletter.slug === 'weekly';
    const other = Template.fromStack(unbundled(config).stack);
    other.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingBurstLimit: 2_000, ThrottlingRateLimit: 1_000 },
    });
  });
});

describe('security', () => {
  test('no finding of the AwsSolutions pack without a reason, and no reason without a finding', () => {
    const { app, out } = unbundled(testConfig());
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const findings = findingsOf(app, out);
    const excuseOf = (finding: { rule: string; construct: string }) =>
      nagReasons.find(
        ({ rule, where }) => finding.rule.startsWith(rule) && where.test(`${finding.construct} ${finding.rule}`),
      );
    expect(findings.filter((finding) => excuseOf(finding) === undefined)).toEqual([]);
    const used = new Set(findings.map(excuseOf));
    expect(nagReasons.filter((reason) => !used.has(reason))).toEqual([]);
  });
});
