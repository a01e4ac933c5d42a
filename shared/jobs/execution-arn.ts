import { executionName } from './execution-name.ts';
import type { Job } from './job.ts';

/**
 * The ARN of the latest execution of a job. It follows from the name: whoever started the execution may have died
 * before writing it down.
 *
 * @param workflowArn of the state machine of all jobs
 */
export function executionArn(workflowArn: string, job: Pick<Job, 'jobId' | 'attempt'>): string {
  return `${workflowArn.replace(':stateMachine:', ':execution:')}:${executionName(job)}`;
}
