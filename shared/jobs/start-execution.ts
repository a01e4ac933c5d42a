import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Log } from '../logging/logger.ts';
import { executionArn } from './execution-arn.ts';
import { executionName } from './execution-name.ts';
import { isToBeFetched } from './is-to-be-fetched.ts';
import type { Job } from './job.ts';
import type { JobTable } from './job-table.ts';

export interface StartExecutionDeps {
  readonly stepFunctions: SFNClient;
  readonly jobs: JobTable;
  readonly workflowArn: string;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Starts the execution of a job's latest attempt, which is named after both, and notes it on the record. Doing it
 * again starts no second one.
 *
 * @param job as it stands on the record: a song by link is fetched first
 */
export async function startExecution(
  deps: StartExecutionDeps,
  job: Pick<Job, 'jobId' | 'attempt' | 'link'>,
): Promise<void> {
  const { stepFunctions, workflowArn: stateMachineArn } = deps;
  const { jobId, attempt } = job;
  const name = executionName(job);
  // The workflow goes by it whether to fetch the song first; the link itself stays on the record.
  const input = JSON.stringify({ jobId, ...(isToBeFetched(job) ? { link: true } : {}) });
  try {
    await stepFunctions.send(new StartExecutionCommand({ stateMachineArn, name, input }));
    deps.log.info('The execution was started', { jobId });
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
    deps.log.info('The execution exists already', { jobId });
  }
  // Its name follows from the job, also where another call started it and was cut off before this line.
  await deps.jobs.change(jobId, {
    at: deps.now(),
    set: { executionArn: executionArn(stateMachineArn, job) },
    when: { absent: ['executionArn'], equals: { attempt } },
  });
}
