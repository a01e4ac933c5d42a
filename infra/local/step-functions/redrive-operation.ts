import * as z from 'zod';
import { AwsServiceError } from '../aws-service-error.ts';
import { epochSeconds } from './describe-execution.ts';
import type { Operations } from './operations.ts';
import { parseBody } from './parse-body.ts';
import { redriveStatus } from './redrive-status.ts';
import { findExecution, findMachine, type StepFunctionsState } from './step-functions-state.ts';

const redriveBody = z.object({ executionArn: z.string(), clientToken: z.string().min(1).max(64).optional() });

/**
 * RedriveExecution: an execution that failed, timed out or was stopped goes on under its own name.
 *
 * It goes on from the state at its top level that it was in. AWS keeps what succeeded inside of that state; here a
 * Map or Parallel runs again with all its items or branches. As on AWS, one that ended in a Fail state enters that
 * state again, and the execution's TimeoutSeconds count anew.
 */
export function redriveOperation(state: StepFunctionsState): Operations {
  return {
    RedriveExecution(body, caller) {
      const { executionArn: arn } = parseBody(redriveBody, body);
      state.authorize(caller, 'states:RedriveExecution', arn);
      const execution = findExecution(state, arn);
      const { redriveStatusReason } = redriveStatus(execution, Date.now());
      if (redriveStatusReason !== undefined) {
        throw new AwsServiceError('ExecutionNotRedrivable', redriveStatusReason);
      }
      state.runner.redrive(findMachine(state, execution.machineArn), execution);
      return { redriveDate: epochSeconds(findExecution(state, arn).redriveMs ?? Date.now()) };
    },
  };
}
