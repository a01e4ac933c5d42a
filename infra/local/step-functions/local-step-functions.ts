import { AwsServiceError } from '../aws-service-error.ts';
import type { PublishEvent } from '../bus-event.ts';
import type { Authorize, Principal } from '../principal.ts';
import { checkDefinition } from './check-definition.ts';
import { executionOperations } from './execution-operations.ts';
import { createExecutionRunner, type ReadyMachine } from './execution-runner.ts';
import { ExecutionStore } from './execution-store.ts';
import { historyOperations } from './history-operations.ts';
import type { InvokeLambda } from './invoke-lambda.ts';
import { isJsonObject } from './json.ts';
import type { MachineConfig } from './machine-config.ts';
import { machineOperations } from './machine-operations.ts';
import type { Operations } from './operations.ts';
import { prepareDefinition } from './prepare-definition.ts';
import { redriveOperation } from './redrive-operation.ts';
import { createTaskTokens } from './task-tokens.ts';
import { tokenOperations } from './token-operations.ts';

/** The Step Functions of the local cloud: Standard workflows in JSONPath. */
export interface LocalStepFunctions {
  /**
   * Answers one API call; `operation` is X-Amz-Target behind "AWSStepFunctions.", `body` its parsed JSON.
   *
   * Rejects with an AwsServiceError: the operation's own errors, ValidationException for a wrong body,
   * UnknownOperationException for an operation that is not modelled, AccessDenied from `authorize`.
   */
  call(operation: string, body: unknown, principal: Principal): Promise<object>;
  /**
   * Runs the executions that an earlier process left RUNNING again, from their first state and under the same ARN;
   * call it once the functions can be invoked.
   *
   * The interpreter cannot take up an execution in the middle. Tasks must bear being repeated in any case: AWS
   * promises each of them at least once. The history shows the place as ExecutionRedriven, tokens given out before
   * are answered TaskTimedOut, and TimeoutSeconds of the execution counts anew.
   */
  resume(): void;
  /** How many states were entered, in one execution or in all: the state transitions AWS bills. */
  countStateTransitions(executionArn?: string): number;
  /** Drops the running executions, to be resumed by the next process. Call it before the functions are stopped. */
  stop(): Promise<void>;
}

export interface LocalStepFunctionsOptions {
  readonly machines: readonly MachineConfig[];
  readonly invokeLambda: InvokeLambda;
  readonly authorize: Authorize;
  /** Receives "Step Functions Execution Status Change" on start and on every end. */
  readonly publish: PublishEvent;
  /** Folder of the database that keeps executions and histories. */
  readonly directory: string;
}

/**
 * Opens the store and prepares every machine.
 *
 * @throws Error when a definition uses what cannot run here as on AWS (see checkDefinition).
 */
export function createLocalStepFunctions(options: LocalStepFunctionsOptions): LocalStepFunctions {
  const machines = new Map(options.machines.map((config) => [config.arn, readyMachine(config)]));
  const store = new ExecutionStore(options.directory);
  const tokens = createTaskTokens();
  const { invokeLambda, authorize, publish } = options;
  const runner = createExecutionRunner({ store, tokens, invokeLambda, authorize, publish });
  const state = { machines, store, runner, tokens, authorize };
  const operations: Operations = {
    ...executionOperations(state),
    ...redriveOperation(state),
    ...historyOperations(state),
    ...machineOperations(state, Date.now()),
    ...tokenOperations(state),
  };

  return {
    async call(operation, body, principal) {
      const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
      if (run !== undefined) return run(body, principal);
      throw new AwsServiceError(
        'UnknownOperationException',
        `The local Step Functions does not have the operation ${operation}; it has ${Object.keys(operations).join(', ')}.`,
      );
    },
    resume() {
      for (const execution of store.running()) {
        const machine = machines.get(execution.machineArn);
        // A machine that is no longer in the template: its executions wait for it to come back.
        if (machine !== undefined) runner.restart(machine, execution);
      }
    },
    countStateTransitions: (executionArn) => store.countStateTransitions(executionArn),
    async stop() {
      await runner.stop();
      store.close();
    },
  };
}

function readyMachine(config: MachineConfig): ReadyMachine {
  const { definition, name } = config;
  checkDefinition(name, definition);
  const seconds = isJsonObject(definition) ? definition.TimeoutSeconds : undefined;
  return {
    config,
    level: prepareDefinition(definition),
    timeoutSeconds: typeof seconds === 'number' ? seconds : undefined,
  };
}
