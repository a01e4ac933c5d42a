import type { ReportedError } from '../aws/failed-execution.ts';
import type { Charged } from '../errors/service-error.ts';
import { type AnnounceDeps, announceJob } from './announce-job.ts';
import { executionName } from './execution-name.ts';
import { type FailStepDeps, failStep } from './fail-step.ts';
import { failureReason } from './failure-reason.ts';
import { isToBeFetched } from './is-to-be-fetched.ts';
import { ENDED_STATES, type Job, type JobState, jobState } from './job.ts';
import type { JobId } from './job-id.ts';
import type { WholeJob } from './job-table.ts';
import { saysWhatToDo } from './says-what-to-do.ts';

const OPEN_STATES = jobState.options.filter((state) => !ENDED_STATES.includes(state));

export interface FailJobDeps extends FailStepDeps, AnnounceDeps {}

/**
 * Ends a whole job whose execution cannot: what has not ended fails with the reason, each separation with what it
 * cost. A job that has ended keeps its end: the first reason is the real one. Doing it again completes what was cut
 * off.
 *
 * @param executionArn which execution ended, when one did: that of an earlier attempt ends nothing
 */
export async function failJob(
  deps: FailJobDeps,
  jobId: JobId,
  error: ReportedError,
  executionArn?: string,
): Promise<void> {
  const found = await deps.jobs.find(jobId);
  if (found === undefined) {
    // An execution started by hand, under a name that is no job of ours.
    deps.log.warn('An execution ended that belongs to no job', { jobId, error: error.name });
    return;
  }
  if (executionArn !== undefined && nameIn(executionArn) !== executionName(found)) {
    deps.log.info('An execution ended that the job has left behind', { jobId, error: error.name });
    return;
  }
  if (!ENDED_STATES.includes(found.state)) await endJob(deps, found, error);
  await announceJob(deps, jobId);
}

async function endJob(deps: FailJobDeps, { jobId }: Job, error: ReportedError): Promise<void> {
  const before = await deps.jobs.getWhole(jobId);
  for (const step of before.steps) await failStep(deps, step, error);
  const whole = await deps.jobs.getWhole(jobId);
  const at = deps.now();
  const failure = failureOf(whole, error, at);
  const state = endOf(whole);
  const written = await deps.jobs.change(jobId, {
    at,
    set: { state, endedAt: failure.at, ...(state === 'cancelled' ? {} : { failure }) },
    remove: ['work', 'dueAt'],
    event: { what: state, detail: failure.reason },
    // It may have moved on meanwhile, from one open state to another.
    when: { state: OPEN_STATES, equals: { attempt: whole.job.attempt } },
  });
  if (written === undefined) return;
  deps.log.error('The job ended without its execution', {
    jobId,
    state,
    error: error.name,
    reason: failure.reason,
  });
}

function endOf({ job, steps }: WholeJob): JobState {
  if (job.cancelledAt !== undefined) return 'cancelled';
  return steps.some(({ state }) => state === 'done') ? 'partial' : 'failed';
}

function failureOf({ job, steps }: WholeJob, error: ReportedError, at: Date) {
  const charged = worst(steps.map(({ failure }) => failure?.charged ?? 'no'));
  const cost = charged === 'no' ? 'Nothing was charged.' : 'What each separation cost stands with it.';
  const advice = saysWhatToDo(error.name) ? '' : ` To go on: npm run jobs -- retry ${job.jobId}`;
  return {
    error: error.name,
    reason: `${failureReason(error, isToBeFetched(job) ? 'fetching' : job.state)} ${cost}${advice}`,
    charged,
    at: at.toISOString(),
    phase: job.state,
  };
}

function worst(charges: readonly Charged[]): Charged {
  if (charges.includes('yes')) return 'yes';
  return charges.includes('maybe') ? 'maybe' : 'no';
}

function nameIn(executionArn: string): string | undefined {
  return executionArn.split(':').at(-1);
}
