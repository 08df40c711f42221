import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PressrunError } from '../../core/errors.ts';

/** Begins executions of a state machine. */
export interface StepFunctionsEngine {
  /** @returns false where an execution of that name is there already, running or ended. */
  begin(name: string, input: object): Promise<boolean>;
}

/**
 * Starts executions of one state machine. StartExecution with a name in use answers as if it had started when the execution is still
 * running with the same input, and refuses when it has ended: neither begins a second.
 */
export function createStepFunctionsEngine(client: SFNClient, stateMachineArn: string): StepFunctionsEngine {
  return {
    async begin(name, input) {
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
        return true;
      } catch (cause) {
        if (cause instanceof ExecutionAlreadyExists) return false;
        throw new PressrunError('STORE_UNAVAILABLE', `The run ${name} could not be started.`, { cause });
      }
    },
  };
}
