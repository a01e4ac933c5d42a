import { AwsServiceError } from '../aws-service-error.ts';
import type { Authorize } from '../principal.ts';
import type { ExecutionRunner, ReadyMachine } from './execution-runner.ts';
import type { ExecutionRecord, ExecutionStore } from './execution-store.ts';
import type { TaskTokens } from './task-tokens.ts';

/** What the operations work on. */
export interface StepFunctionsState {
  readonly machines: ReadonlyMap<string, ReadyMachine>;
  readonly store: ExecutionStore;
  readonly runner: ExecutionRunner;
  readonly tokens: TaskTokens;
  readonly authorize: Authorize;
}

/** @throws AwsServiceError StateMachineDoesNotExist */
export function findMachine(state: StepFunctionsState, arn: string): ReadyMachine {
  const machine = state.machines.get(arn);
  if (machine !== undefined) return machine;
  throw new AwsServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}

/** @throws AwsServiceError ExecutionDoesNotExist */
export function findExecution(state: StepFunctionsState, arn: string): ExecutionRecord {
  const execution = state.store.find(arn);
  if (execution !== undefined) return execution;
  throw new AwsServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}
