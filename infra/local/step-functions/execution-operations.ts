import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { AwsServiceError } from '../aws-service-error.ts';
import { epochSeconds, executionDescription, executionListItem } from './describe-execution.ts';
import { executionArn } from './execution-arn.ts';
import { executionName } from './execution-name.ts';
import { parseJson } from './json.ts';
import type { Operations } from './operations.ts';
import { maxResults, pageStart, pageToken, parseBody } from './parse-body.ts';
import { findExecution, findMachine, type StepFunctionsState } from './step-functions-state.ts';
import { DATA_LIMIT_BYTES } from './within-data-limit.ts';

const startBody = z.object({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: z.string().default('{}'),
});
const describeBody = z.object({ executionArn: z.string() });
const stopBody = z.object({
  executionArn: z.string(),
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
});
const listBody = z.object({
  stateMachineArn: z.string(),
  statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']).optional(),
  maxResults,
  nextToken: z.string().optional(),
});

/** StartExecution, DescribeExecution, StopExecution and ListExecutions. */
export function executionOperations(state: StepFunctionsState): Operations {
  const { store, authorize } = state;
  return {
    StartExecution(body, caller) {
      const { stateMachineArn, name = randomUUID(), input } = parseBody(startBody, body);
      authorize(caller, 'states:StartExecution', stateMachineArn);
      const machine = findMachine(state, stateMachineArn);
      checkName(name);
      checkInput(input);
      const arn = executionArn(stateMachineArn, name);
      const known = store.find(arn);
      if (known !== undefined) {
        // Starting what already runs with the same input is the same start, so that a caller may safely repeat it.
        if (known.status === 'RUNNING' && known.input === input) return started(arn, known.startMs);
        throw new AwsServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
      }
      const startMs = Date.now();
      store.insert({ arn, machineArn: stateMachineArn, name, input, startMs });
      state.runner.start(machine, findExecution(state, arn));
      return started(arn, startMs);
    },
    DescribeExecution(body, caller) {
      const { executionArn: arn } = parseBody(describeBody, body);
      authorize(caller, 'states:DescribeExecution', arn);
      return executionDescription(findExecution(state, arn));
    },
    StopExecution(body, caller) {
      const { executionArn: arn, error, cause } = parseBody(stopBody, body);
      authorize(caller, 'states:StopExecution', arn);
      findExecution(state, arn);
      state.runner.abort(arn, error, cause);
      return { stopDate: epochSeconds(findExecution(state, arn).stopMs ?? Date.now()) };
    },
    ListExecutions(body, caller) {
      const { stateMachineArn, statusFilter, maxResults: limit, nextToken } = parseBody(listBody, body);
      authorize(caller, 'states:ListExecutions', stateMachineArn);
      findMachine(state, stateMachineArn);
      const before = pageStart(nextToken) ?? Number.MAX_SAFE_INTEGER;
      const found = store.list(stateMachineArn, statusFilter, before, limit + 1);
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        executions: page.map(executionListItem),
        ...(found.length > limit && last !== undefined ? { nextToken: pageToken(last.sequence) } : {}),
      };
    },
  };
}

function started(arn: string, startMs: number): object {
  return { executionArn: arn, startDate: epochSeconds(startMs) };
}

function checkName(name: string): void {
  if (!executionName.safeParse(name).success) {
    throw new AwsServiceError('InvalidName', `Invalid Name: '${name}'`);
  }
}

function checkInput(input: string): void {
  const bytes = Buffer.byteLength(input);
  if (bytes > DATA_LIMIT_BYTES) {
    throw new AwsServiceError(
      'InvalidExecutionInput',
      `The input has ${bytes} bytes, more than the maximum of ${DATA_LIMIT_BYTES}.`,
    );
  }
  try {
    parseJson(input);
  } catch {
    throw new AwsServiceError(
      'InvalidExecutionInput',
      "Invalid State Machine Execution Input: 'not valid JSON'",
    );
  }
}
