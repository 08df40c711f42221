import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { PressrunError } from '../../core/errors.ts';

/**
 * The outputs of a deployed stack, by name.
 *
 * @returns null where there is no such stack in the region.
 * @throws {PressrunError} `PROVIDER_UNAVAILABLE` without credentials, permission or network.
 */
export async function readStackOutputs(region: string, stack: string): Promise<Record<string, string> | null> {
  const client = new CloudFormationClient({ region });
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    const outputs = Stacks[0]?.Outputs ?? [];
    return Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  } catch (cause) {
    if (cause instanceof Error && /does not exist/.test(cause.message)) return null;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PressrunError('PROVIDER_UNAVAILABLE', `AWS did not tell of the stack ${stack} in ${region}: ${why}`, {
      cause,
    });
  } finally {
    client.destroy();
  }
}
