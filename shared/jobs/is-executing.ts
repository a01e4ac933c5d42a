import { DescribeExecutionCommand, ExecutionDoesNotExist, type SFNClient } from '@aws-sdk/client-sfn';
import { executionName } from './execution-name.ts';
import type { Job } from './job.ts';

export interface ExecutionDeps {
  readonly stepFunctions: SFNClient;
  /** ARN of the state machine of all jobs. */
  readonly workflowArn: string;
}

/** Whether the latest execution of a job is under way: then the job ends by itself. */
export async function isExecuting({ stepFunctions, workflowArn }: ExecutionDeps, job: Job): Promise<boolean> {
  // The ARN follows from the name: whoever started it may have died before writing it down.
  const executionArn = `${workflowArn.replace(':stateMachine:', ':execution:')}:${executionName(job)}`;
  try {
    const { status } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
    return status === 'RUNNING' || status === 'PENDING_REDRIVE';
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return false;
    throw error;
  }
}
