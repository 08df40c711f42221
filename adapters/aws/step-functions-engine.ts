import {
  ExecutionAlreadyExists,
  ListExecutionsCommand,
  type ListExecutionsCommandOutput,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { PressrunError } from '../../core/errors.ts';

/** Executions of a state machine. */
export interface StepFunctionsEngine {
  /** @returns false where an execution of that name is there already, running or ended. */
  begin(name: string, input: object): Promise<boolean>;
  /** Executions that are going on, waiting ones among them: their names and ARNs. */
  running(): Promise<{ name: string; arn: string }[]>;
  /** Ends an execution where it stands. Functions that are at work end by themselves. */
  abort(arn: string): Promise<void>;
}

/**
 * Executions of one state machine. StartExecution with a name in use answers as if it had started when the execution is still running
 * with the same input, and refuses when it has ended: neither begins a second.
 */
export function createStepFunctionsEngine(client: SFNClient, stateMachineArn: string): StepFunctionsEngine {
  return {
    async begin(name, input) {
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
        return true;
      } catch (cause) {
        if (cause instanceof ExecutionAlreadyExists) return false;
        throw new PressrunError('PROVIDER_UNAVAILABLE', `The run ${name} could not be started.`, { cause });
      }
    },
    async running() {
      const found: { name: string; arn: string }[] = [];
      let nextToken: string | undefined;
      try {
        do {
          const page: ListExecutionsCommandOutput = await client.send(
            new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', ...(nextToken && { nextToken }) }),
          );
          found.push(...(page.executions ?? []).map(({ name = '', executionArn: arn = '' }) => ({ name, arn })));
          nextToken = page.nextToken;
        } while (nextToken !== undefined);
        return found;
      } catch (cause) {
        throw new PressrunError('PROVIDER_UNAVAILABLE', 'Which runs go on could not be read.', { cause });
      }
    },
    async abort(executionArn) {
      await client.send(new StopExecutionCommand({ executionArn, cause: 'taken up anew by a person' }));
    },
  };
}
