import type { ExecutionRecord } from './execution-store.ts';
import { redriveStatus } from './redrive-status.ts';

/** Times of the JSON protocol are seconds since the epoch. */
export function epochSeconds(milliseconds: number): number {
  return milliseconds / 1000;
}

/** One entry of ListExecutions. */
export function executionListItem(execution: ExecutionRecord): object {
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machineArn,
    name: execution.name,
    status: execution.status,
    startDate: epochSeconds(execution.startMs),
    ...(execution.stopMs === null ? {} : { stopDate: epochSeconds(execution.stopMs) }),
    redriveCount: execution.redriveCount,
    ...(execution.redriveMs === null ? {} : { redriveDate: epochSeconds(execution.redriveMs) }),
  };
}

/** The answer of DescribeExecution. */
export function executionDescription(execution: ExecutionRecord): object {
  const { output, error, cause } = execution;
  return {
    ...executionListItem(execution),
    input: execution.input,
    inputDetails: { included: true },
    ...(output === null ? {} : { output, outputDetails: { included: true } }),
    ...(error === null ? {} : { error }),
    ...(cause === null ? {} : { cause }),
    ...redriveStatus(execution, Date.now()),
  };
}
