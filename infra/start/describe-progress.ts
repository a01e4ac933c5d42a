import type { WholeJob } from '../../shared/jobs/job-table.ts';
import type { MvsepClient } from '../../shared/mvsep/client/mvsep-client.ts';
import { describeStep } from './describe-step.ts';
import { isCached } from './is-cached.ts';

/**
 * One phrase on how far a job is, for example `separating, 40 %`, or with several separations
 * `1 of 3 done; drums: waiting, number 2 of 5`.
 */
export async function describeProgress(mvsep: MvsepClient, whole: WholeJob | undefined): Promise<string> {
  switch (whole?.job.state) {
    case undefined:
      return 'uploaded';
    case 'submitted':
      return 'looking at the file';
    case 'over-budget':
      return 'waits for credits: it goes on in a new month, or when it is approved';
    case 'running':
      return runningPhrase(mvsep, whole);
    case 'done':
      return `done, ${stemCount(whole)}${isCached(whole) ? ', from an earlier job, no credits' : ''}`;
    case 'partial':
      return `partly done, ${stemCount(whole)}; ${failuresOf(whole)}`;
    case 'failed':
      return `failed: ${whole.job.failure?.reason ?? (failuresOf(whole) || 'no reason was recorded')}`;
    case 'cancelled':
      return 'cancelled';
    case 'deleted':
      return 'deleted';
  }
}

async function runningPhrase(mvsep: MvsepClient, { job, steps }: WholeJob): Promise<string> {
  const seconds = job.audio?.seconds ?? 0;
  const [only] = steps;
  if (steps.length === 1 && only !== undefined) return describeStep(mvsep, only, seconds);
  const ended = steps.filter(({ state }) => state === 'done' || state === 'failed');
  const underWay = steps.filter((step) => step.state !== 'blocked' && !ended.includes(step));
  const phrases = await Promise.all(
    underWay.map(async (step) => `${step.step}: ${await describeStep(mvsep, step, seconds)}`),
  );
  return [`${ended.length} of ${steps.length} done`, ...phrases].join('; ');
}

function stemCount({ steps }: WholeJob): string {
  const count = steps.reduce((sum, { files }) => sum + Object.keys(files).length, 0);
  return `${count} ${count === 1 ? 'stem' : 'stems'}`;
}

function failuresOf({ steps }: WholeJob): string {
  return steps
    .flatMap(({ step, failure }) => (failure === undefined ? [] : [`${step} failed: ${failure.reason}`]))
    .join('; ');
}
