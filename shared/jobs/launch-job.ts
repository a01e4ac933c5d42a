import { type AnnounceDeps, announceJob } from './announce-job.ts';
import { ENDED_STATES, type Job } from './job.ts';
import { type StartExecutionDeps, startExecution } from './start-execution.ts';

export interface LaunchJobDeps extends AnnounceDeps, StartExecutionDeps {}

/**
 * Tells of a job that was just recorded, and starts its execution: whichever of the two was not done yet. May be
 * called any number of times, also for a job whose recorder died right after the record.
 */
export async function launchJob(deps: LaunchJobDeps, job: Job): Promise<void> {
  try {
    // First, so that no later news overtakes it.
    if (job.announced === undefined) await announceJob(deps, job.jobId);
  } finally {
    if (job.executionArn === undefined && !ENDED_STATES.includes(job.state)) {
      await startExecution(deps, job);
    }
  }
}
