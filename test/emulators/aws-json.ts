import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bodyOf, callerOf, type SeenCall } from './s3.ts';

/** Secrets Manager and Step Functions on loopback, as far as the functions call them. */
export async function startAwsJson(options: {
  secrets: Record<string, string>;
  onCall?: (call: SeenCall) => void;
  /** @returns false where an execution of that name has ended. */
  onStart?: (execution: { stateMachineArn: string; name: string; input: string }) => boolean;
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
        const parsed = JSON.parse(body.toString('utf8')) as Record<string, string>;
        const service = target.startsWith('AWSStepFunctions') ? 'states' : target.split('.')[0];
        const resource = parsed['SecretId'] ?? parsed['stateMachineArn'] ?? '*';
        options.onCall?.({ caller: callerOf(request), action: `${service}:${action}`, resource });
        if (action === 'GetSecretValue') {
          const secret = options.secrets[resource];
          if (secret === undefined) return answer(400, { __type: 'ResourceNotFoundException', message: resource });
          return answer(200, { ARN: resource, SecretString: secret });
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
