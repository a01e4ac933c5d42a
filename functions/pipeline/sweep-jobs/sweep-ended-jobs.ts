import { announceJob } from '../../../shared/jobs/announce-job.ts';
import { failStep } from '../../../shared/jobs/fail-step.ts';
import { hoursToExpiry } from '../../../shared/jobs/hours-to-expiry.ts';
import { ENDED_STATES } from '../../../shared/jobs/job.ts';
import type { WholeJob } from '../../../shared/jobs/job-table.ts';
import { jobsInOrder } from '../../../shared/jobs/jobs-in-order.ts';
import type { Step } from '../../../shared/jobs/step.ts';
import { unlessUnreadable } from '../../../shared/jobs/unless-unreadable.ts';
import { missingKeys } from './missing-keys.ts';
import type { SweepDeps } from './sweep-deps.ts';
import type { SweepReport } from './sweep-report.ts';
import { hasSettled, lastDays } from './sweep-window.ts';

const DAYS = 7;
/** Later than this the account's history is not asked any more, so something went wrong. */
const LONGEST_SETTLING_DAYS = 4;

/**
 * Sees that the jobs of the last days that have ended left nothing behind: news that nobody was told, steps that
 * have not ended, credits that are still set aside, charges that are not known, stems that are not there, or still at
 * the service.
 */
export async function sweepEndedJobs(deps: SweepDeps, report: SweepReport): Promise<void> {
  const { since, months } = lastDays(DAYS, deps.now());
  for (const month of months) {
    for await (const { jobId } of jobsInOrder(deps.table, { month, since })) {
      if (!deps.hasTime()) return report.stoppedEarly('ended jobs');
      const whole = await unlessUnreadable(deps.jobs.getWhole(jobId));
      if (whole === 'unreadable') {
        report.found({ check: 'ended jobs', what: 'has a record that cannot be read', mended: false, jobId });
        continue;
      }
      const { state, updatedAt } = whole.job;
      if (!ENDED_STATES.includes(state) || !hasSettled(updatedAt, deps.now())) continue;
      report.look('ended jobs');
      for (const step of whole.steps) await sweepStep(deps, report, step);
      await tellNews(deps, report, whole);
      await reportMissingStems(deps, report, whole);
      reportExpiringStems(deps, report, whole);
    }
  }
}

async function sweepStep(deps: SweepDeps, report: SweepReport, step: Step): Promise<void> {
  const { jobId, step: name, state, credits, work, endedAt } = step;
  const about = { check: 'ended jobs', jobId, step: name } as const;
  if (state !== 'done' && state !== 'failed') {
    const cause = 'The job ended before this separation did.';
    await failStep(deps, step, { name: 'JobEnded', cause });
    report.found({ ...about, what: `was ${state} although its job has ended, and was ended`, mended: true });
  } else if (credits.reserved > 0 && work === undefined) {
    const at = deps.now();
    const change = { at, set: { work: 'settle', dueAt: at.toISOString() } } as const;
    // The next run of settle-charges finds out what it cost, and gives back the rest.
    const written = await deps.jobs.changeStep(step, {
      ...change,
      when: { state: [state], absent: ['work'] },
    });
    if (written === undefined) return;
    report.found({
      ...about,
      what: `still held ${credits.reserved} credits, which are settled`,
      mended: true,
    });
  } else if (work === 'settle' && isLate(endedAt, deps.now())) {
    const what = `has not been settled for ${LONGEST_SETTLING_DAYS} days: look into the history of the account`;
    report.found({ ...about, what, mended: false });
  }
}

function isLate(endedAt: string | undefined, now: Date): boolean {
  const { since } = lastDays(LONGEST_SETTLING_DAYS, now);
  return endedAt !== undefined && new Date(endedAt) < since;
}

async function tellNews(deps: SweepDeps, report: SweepReport, { job }: WholeJob): Promise<void> {
  const { jobId, state, attempt, announced } = job;
  if (state === 'deleted' || announced === `${state} ${attempt}`) return;
  await announceJob(deps, jobId);
  report.found({ check: 'ended jobs', what: `was ${state}, and nobody was told`, mended: true, jobId });
}

/** Somebody may have moved them on purpose, so this only says so. */
async function reportMissingStems(deps: SweepDeps, report: SweepReport, whole: WholeJob): Promise<void> {
  if (whole.job.state !== 'done' && whole.job.state !== 'partial') return;
  for (const key of await missingKeys(deps, whole)) {
    const { jobId } = whole.job;
    report.found({ check: 'ended jobs', what: 'is not in the bucket any more', mended: false, jobId, key });
  }
}

/** A retry copies them and pays nothing, as long as the service keeps them. Who cancelled a job wants none. */
function reportExpiringStems({ now }: SweepDeps, report: SweepReport, { job, steps }: WholeJob): void {
  if (job.state !== 'failed' && job.state !== 'partial') return;
  for (const step of steps.filter(({ state }) => state === 'failed')) {
    const hours = hoursToExpiry(step, now());
    if (hours === undefined || hours === 0) continue;
    report.expires(hours);
    const what = `failed with stems that are paid for and are deleted in ${Math.floor(hours)} hours: retry the job`;
    report.found({ check: 'ended jobs', what, mended: false, jobId: job.jobId, step: step.step });
  }
}
