import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bodyOf, callerOf, type SeenCall } from './s3.ts';

/** Secrets Manager, Step Functions and CloudFormation on loopback, as far as they are called. */
export async function startAwsJson(options: {
  secrets: Record<string, string>;
  onCall?: (call: SeenCall) => void;
  /** @returns false where an execution of that name has ended. */
  onStart?: (execution: { stateMachineArn: string; name: string; input: string }) => boolean;
  /** The names of executions that go on. */
  running?: () => readonly string[];
  /** The outputs of the one stack that CloudFormation knows. */
  outputs?: Readonly<Record<string, string>>;
}): Promise<{ endpoint: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const target = String(request.headers['x-amz-target'] ?? '');
    const action = target.split('.')[1] ?? '';
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(body));
    };
    bodyOf(request)
      .then((body) => {
        const text = body.toString('utf8');
        if (text.includes('Action=DescribeStacks')) {
          response.writeHead(200, { 'Content-Type': 'text/xml' });
          return response.end(stackXml(options.outputs ?? {}));
        }
        const parsed = JSON.parse(text) as Record<string, string>;
        const service = target.startsWith('AWSStepFunctions') ? 'states' : target.split('.')[0];
        const resource = parsed['SecretId'] ?? parsed['stateMachineArn'] ?? '*';
        options.onCall?.({ caller: callerOf(request), action: `${service}:${action}`, resource });
        if (action === 'GetSecretValue') {
          const secret = options.secrets[resource];
          if (secret === undefined) return answer(400, { __type: 'ResourceNotFoundException', message: resource });
          return answer(200, { ARN: resource, SecretString: secret });
        }
        if (action === 'PutSecretValue') {
          if (options.secrets[resource] === undefined) {
            return answer(400, { __type: 'ResourceNotFoundException', message: resource });
          }
          options.secrets[resource] = parsed['SecretString'] ?? '';
          return answer(200, { ARN: resource, VersionStages: ['AWSCURRENT'] });
        }
        if (action === 'ListExecutions') {
          const executions = (options.running?.() ?? []).map((name) => ({
            name,
            executionArn: name,
            status: 'RUNNING',
          }));
          return answer(200, { executions });
        }
        if (action === 'StartExecution') {
          const { stateMachineArn = '', name = '', input = '' } = parsed;
          if (!/^[A-Za-z0-9_.+!@=-]{1,80}$/.test(name)) return answer(400, { __type: 'InvalidName', message: name });
          if (options.onStart?.({ stateMachineArn, name, input }) === false) {
            return answer(400, { __type: 'ExecutionAlreadyExists', message: name });
          }
          return answer(200, { executionArn: `${stateMachineArn}:${name}`, startDate: 0 });
        }
        return answer(400, { __type: 'UnknownOperationException', message: action });
      })
      .catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function stackXml(outputs: Readonly<Record<string, string>>): string {
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  const stack = `<StackName>s</StackName><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-03-01T00:00:00Z</CreationTime>`;
  return `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member>${stack}<Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
}
