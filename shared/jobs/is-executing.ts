import { DescribeExecutionCommand, ExecutionDoesNotExist, type SFNClient } from '@aws-sdk/client-sfn';
import { executionArn } from './execution-arn.ts';
import type { Job } from './job.ts';

export interface ExecutionDeps {
  readonly stepFunctions: SFNClient;
  /** ARN of the state machine of all jobs. */
  readonly workflowArn: string;
}

/** Whether the latest execution of a job is under way: then the job ends by itself. */
export async function isExecuting({ stepFunctions, workflowArn }: ExecutionDeps, job: Job): Promise<boolean> {
  try {
    const { status } = await stepFunctions.send(
      new DescribeExecutionCommand({ executionArn: executionArn(workflowArn, job) }),
    );
    return status === 'RUNNING' || status === 'PENDING_REDRIVE';
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return false;
    throw error;
  }
}
