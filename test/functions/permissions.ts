import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { SeenCall } from '../emulators/s3.ts';
import type { DeployedStack } from '../infra/deployed.ts';
import type { Json } from '../infra/synthesised.ts';

const account = '123456789012';

/** The calls that the role of their caller does not allow, evaluated as IAM does. */
export async function forbiddenCalls(calls: readonly SeenCall[], stack: DeployedStack): Promise<string[]> {
  const forbidden: string[] = [];
  for (const { caller, action, resource } of calls) {
    const role = stack.functions[caller]?.role;
    if (role === undefined) continue;
    const identityPolicies = stack.policies(role).map((policy, index) => ({ name: `${role}-${index}`, policy }));
    const response = await runSimulation(
      {
        request: {
          principal: `arn:aws:iam::${account}:role/${role}`,
          action,
          resource: { resource: arnOf(resource), accountId: account },
          contextVariables: {},
        },
        identityPolicies,
        serviceControlPolicies: [],
        resourceControlPolicies: [],
      } as never,
      {},
    );
    const { resultType, overallResult } = response as unknown as { resultType: string; overallResult?: string };
    if (resultType === 'error' || overallResult !== 'Allowed') {
      forbidden.push(`${caller} may not ${action} on ${resource} (${overallResult ?? JSON.stringify(response)})`);
    }
  }
  return forbidden;
}

/**
 * What roles allow and no function did, as `caller action resource`. Writing its log, and keeping what it failed of in a dead-letter
 * queue, are Lambda's doing.
 */
export function unusedPermissions(calls: readonly SeenCall[], stack: DeployedStack): string[] {
  return Object.entries(stack.functions).flatMap(([caller, { role }]) => {
    const statements: Json[] = stack.policies(role).flatMap((policy) => policy.Statement);
    return statements.flatMap((statement) => {
      const actions: string[] = [statement.Action].flat();
      const resources: string[] = [statement.Resource].flat();
      return actions
        .filter((action) => !action.startsWith('logs:'))
        .flatMap((action) =>
          resources
            .filter((pattern) => {
              if (action.startsWith('sqs:') && pattern.includes('DeadLetters')) return false;
              const fits = new RegExp(`^${pattern.split('*').map(escaped).join('.*')}$`);
              return !calls.some(
                (call) => call.caller === caller && call.action === action && fits.test(arnOf(call.resource)),
              );
            })
            .map((pattern) => `${caller} ${action} ${pattern}`),
        );
    });
  });
}

/** The emulators name tables by name alone. */
function arnOf(resource: string): string {
  return resource.startsWith('table/') ? `arn:aws:dynamodb:eu-west-1:${account}:${resource}` : resource;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
