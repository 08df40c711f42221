import path from 'node:path';
import type { DeployedFunction } from '../emulators/lambda.ts';
import type { Json, Synthesised } from './synthesised.ts';

const [partition, region, account] = ['aws', 'eu-west-1', '123456789012'];

/** A template with every reference resolved, as if it had been deployed. */
export interface DeployedStack {
  resources: Record<string, { type: string; name: string; arn: string; properties: Json }>;
  /** By their names in the pipeline, such as `send`. */
  functions: Record<string, DeployedFunction & { name: string; arn: string; role: string }>;
  outputs: Record<string, string>;
  /** The policy documents of a role, by its logical id. */
  policies(role: string): Json[];
  /** The state machine's definition. */
  definition: Json;
}

/** Resolves Ref, GetAtt, Join, Sub and the rest with made-up names. */
export function deploy({ template, folder }: Synthesised): DeployedStack {
  const raw: Record<string, Json> = template.Resources;
  const nameOf = (id: string) => (raw[id]?.Type === 'AWS::S3::Bucket' ? id.toLowerCase() : id);
  const arnOf = (id: string): string => {
    const name = nameOf(id);
    const at = `${region}:${account}`;
    const arns: Record<string, string> = {
      'AWS::S3::Bucket': `arn:${partition}:s3:::${name}`,
      'AWS::DynamoDB::GlobalTable': `arn:${partition}:dynamodb:${at}:table/${name}`,
      'AWS::Lambda::Function': `arn:${partition}:lambda:${at}:function:${name}`,
      'AWS::StepFunctions::StateMachine': `arn:${partition}:states:${at}:stateMachine:${name}`,
      'AWS::SecretsManager::Secret': `arn:${partition}:secretsmanager:${at}:secret:${name}-AbCdEf`,
      'AWS::SQS::Queue': `arn:${partition}:sqs:${at}:${name}`,
      'AWS::SNS::Topic': `arn:${partition}:sns:${at}:${name}`,
      'AWS::Logs::LogGroup': `arn:${partition}:logs:${at}:log-group:${name}:*`,
      'AWS::IAM::Role': `arn:${partition}:iam::${account}:role/${name}`,
      'AWS::SES::ConfigurationSet': `arn:${partition}:ses:${at}:configuration-set/${name}`,
    };
    return arns[raw[id]?.Type] ?? `arn:${partition}:unknown:${at}:${name}`;
  };
  // What a reference to a resource alone gives: of some the name, of some the ARN.
  const refOf = (id: string): string => {
    const pseudo: Record<string, string> = {
      'AWS::Region': region,
      'AWS::AccountId': account,
      'AWS::Partition': partition,
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': 'Pressrun-test',
    };
    if (id in pseudo) return pseudo[id] ?? '';
    return /StateMachine$|Secret$|Topic$/.test(raw[id]?.Type) ? arnOf(id) : nameOf(id);
  };
  const resolve = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    if ('Ref' in value) return refOf(value.Ref);
    if ('Fn::GetAtt' in value) {
      const [id, attribute] = value['Fn::GetAtt'];
      if (attribute === 'ApiEndpoint') return 'https://readers.example.org';
      return attribute === 'Arn' || attribute === 'TopicArn' ? arnOf(id) : `${id}.${attribute}`;
    }
    if ('Fn::Join' in value) return resolve(value['Fn::Join'][1]).join(value['Fn::Join'][0]);
    if ('Fn::Select' in value) return resolve(value['Fn::Select'][1])[Number(value['Fn::Select'][0])];
    if ('Fn::Split' in value) return String(resolve(value['Fn::Split'][1])).split(value['Fn::Split'][0]);
    if ('Fn::Sub' in value) return String(value['Fn::Sub']).replace(/\$\{([^}]+)\}/g, (_, id) => refOf(id));
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each)]));
  };

  const resources: DeployedStack['resources'] = {};
  for (const [id, { Type, Properties }] of Object.entries(raw)) {
    resources[id] = { type: Type, name: nameOf(id), arn: arnOf(id), properties: resolve(Properties ?? {}) };
  }
  const functions: DeployedStack['functions'] = {};
  for (const [id, { Type, Metadata, Properties }] of Object.entries(raw)) {
    if (Type !== 'AWS::Lambda::Function') continue;
    const properties = resources[id]?.properties;
    const name = /^(?:Pipeline|Feedback|Web|Inbox)(.+?)[0-9A-F]{8}$/.exec(id)?.[1] ?? id;
    functions[name.charAt(0).toLowerCase() + name.slice(1)] = {
      name: nameOf(id),
      arn: arnOf(id),
      role: Properties.Role['Fn::GetAtt'][0],
      entry: path.join(folder, Metadata['aws:asset:path'], 'index.mjs'),
      environment: properties.Environment.Variables,
      timeoutSeconds: properties.Timeout,
    };
  }
  const machine = Object.values(resources).find(({ type }) => type === 'AWS::StepFunctions::StateMachine');
  return {
    resources,
    functions,
    outputs: Object.fromEntries(
      Object.entries(template.Outputs ?? {}).map(([name, output]) => [name, resolve((output as Json).Value)]),
    ),
    policies: (role) =>
      Object.values(resources)
        .filter(({ type, properties }) => type === 'AWS::IAM::Policy' && properties.Roles.includes(role))
        .map(({ properties }) => properties.PolicyDocument),
    definition: JSON.parse(machine?.properties.DefinitionString ?? '{}'),
  };
}
