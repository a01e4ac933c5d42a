import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  ExecutionDoesNotExist,
} from '@aws-sdk/client-sfn';
import type { ReportedError } from '../../../shared/aws/failed-execution.ts';
import { announceJob } from '../../../shared/jobs/announce-job.ts';
import { executionArn } from '../../../shared/jobs/execution-arn.ts';
import { failJob } from '../../../shared/jobs/fail-job.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import type { JobId } from '../../../shared/jobs/job-id.ts';
import { jobsInOrder } from '../../../shared/jobs/jobs-in-order.ts';
import { startExecution } from '../../../shared/jobs/start-execution.ts';
import { unlessUnreadable } from '../../../shared/jobs/unless-unreadable.ts';
import type { SweepDeps } from './sweep-deps.ts';
import type { SweepReport } from './sweep-report.ts';
import { hasSettled } from './sweep-window.ts';

const OPEN_STATES = ['submitted', 'over-budget', 'running'] as const;

/**
 * Sees that every job that has not ended has an execution: starts one that never began, and ends a job whose
 * execution has ended without it.
 */
export async function sweepOpenJobs(deps: SweepDeps, report: SweepReport): Promise<void> {
  for (const state of OPEN_STATES) {
    // A job that is ended here leaves the index: all are read before the first is looked at.
    const jobIds: JobId[] = [];
    for await (const { jobId } of jobsInOrder(deps.table, { state })) jobIds.push(jobId);
    for (const jobId of jobIds) {
      if (!deps.hasTime()) return report.stoppedEarly('open jobs');
      report.look('open jobs');
      if ((await unlessUnreadable(sweepOpenJob(deps, report, jobId))) === 'unreadable') {
        report.found({ check: 'open jobs', what: 'has a record that cannot be read', mended: false, jobId });
      }
    }
  }
}

async function sweepOpenJob(deps: SweepDeps, report: SweepReport, jobId: JobId): Promise<void> {
  const job = await deps.jobs.get(jobId);
  const isOpen = OPEN_STATES.some((state) => state === job.state);
  if (!isOpen || !hasSettled(job.updatedAt, deps.now())) return;
  if (job.announced === undefined) await announceJob(deps, jobId);
  const execution = await latestExecution(deps, job);
  if (execution === undefined) {
    await startExecution(deps, job);
    report.found({ check: 'open jobs', what: 'had no execution, which was started', mended: true, jobId });
    return;
  }
  const { status, stopDate = new Date(0) } = execution;
  if (status === 'RUNNING' || status === 'PENDING_REDRIVE' || !hasSettled(stopDate, deps.now())) return;
  await failJob(deps, jobId, endOf(execution));
  const what = `was open although its execution had ended (${status}), and was ended`;
  report.found({ check: 'open jobs', what, mended: true, jobId });
}

async function latestExecution(
  { stepFunctions, workflowArn }: SweepDeps,
  job: Job,
): Promise<DescribeExecutionCommandOutput | undefined> {
  try {
    return await stepFunctions.send(
      new DescribeExecutionCommand({ executionArn: executionArn(workflowArn, job) }),
    );
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}

/** The same words that the bus says when an execution ends. */
function endOf({ status, error, cause }: DescribeExecutionCommandOutput): ReportedError {
  if (status === 'TIMED_OUT' || status === 'ABORTED') return { name: status, cause };
  return { name: error ?? 'ExecutionEnded', cause: cause ?? 'The execution of the job ended without it.' };
}
