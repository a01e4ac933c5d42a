import { createHash } from 'node:crypto';
import { ENDED_STATES } from '../../../shared/jobs/job.ts';
import type { WholeJob } from '../../../shared/jobs/job-table.ts';
import { monthOf } from '../../../shared/jobs/month-of.ts';
import { readBudget } from '../../../shared/jobs/read-budget.ts';
import { heldSlots } from '../../../shared/jobs/slots.ts';
import type { HistoryWorld } from './history-world.ts';
import type { MemoryStepFunctions } from './memory-step-functions.ts';

/** What must hold when a history is over, whatever went wrong in it; a sentence for each rule that does not. */
export async function brokenRules(
  world: HistoryWorld,
  jobs: readonly WholeJob[],
  uploads: number,
): Promise<string[]> {
  return [
    ...(jobs.length === uploads ? [] : [`${uploads} songs were uploaded, and ${jobs.length} jobs are there`]),
    ...jobs.flatMap((whole) => [
      ...endRules(whole),
      ...chargeRules(world, whole),
      ...stemRules(world, whole),
      ...creditRules(whole),
    ]),
    ...(await sharedRules(world, jobs)),
  ];
}

function endRules({ job, steps }: WholeJob): string[] {
  const { jobId, state, failure } = job;
  if (!ENDED_STATES.includes(state)) {
    const where = steps.map((step) => `${step.step} ${step.state} ${step.work ?? ''}`);
    return [`${jobId} never ended: it is ${state} (${where.join(', ')})`];
  }
  const isExplained = state === 'done' || state === 'cancelled' || (failure?.reason ?? '') !== '';
  const failures = steps.filter((step) => step.state === 'failed' && !step.failure?.reason);
  return [
    ...(isExplained ? [] : [`${jobId} is ${state} without a reason`]),
    ...failures.map(({ step }) => `${step} of ${jobId} failed without a reason`),
  ];
}

/** Every attempt is paid for once at most; a step once, and once more for each retry after a failure that was charged. */
function chargeRules({ mvsep, paidRetries }: HistoryWorld, { job, steps }: WholeJob): string[] {
  const paid = mvsep.model.book.kept();
  return steps.flatMap(({ index, step }) => {
    const mine = paid.filter(({ fileName }) => fileName.startsWith(`${job.jobId}s${index}n`));
    const names = mine.map(({ fileName }) => fileName);
    const allowed = 1 + (paidRetries.get(`${job.jobId} ${step}`) ?? 0);
    return [
      ...(new Set(names).size === names.length ? [] : [`an attempt was paid twice: ${names.join(', ')}`]),
      ...(mine.length <= allowed ? [] : [`${step} of ${job.jobId} was paid ${mine.length} times: ${names}`]),
    ];
  });
}

/** What is called done lies in the bucket, whole; and nothing else than whole stems lies there. */
function stemRules({ s3, mvsep }: HistoryWorld, { job, steps }: WholeJob): string[] {
  const whole = new Set(
    [...mvsep.model.separations.values()].flatMap((separation) =>
      mvsep.model.stemsOf(separation).map(({ bytes }) => digest(bytes)),
    ),
  );
  const manifest = job.manifestKey === undefined ? undefined : s3.objects.get(job.manifestKey);
  return [
    ...steps.flatMap(({ files }) =>
      Object.values(files)
        .filter(({ key, sha256 }) => digest(s3.objects.get(key)?.bytes) !== sha256)
        .map(({ key }) => `${key} is not what its record says`),
    ),
    ...steps
      .filter(({ state, result, files }) => {
        const promised = result?.kind === 'done' ? result.stems.length : 1;
        return state === 'done' && Object.keys(files).length < promised;
      })
      .map(({ step }) => `${step} of ${job.jobId} is done and lacks stems`),
    ...[...s3.objects]
      .filter(([key, { bytes }]) => /^stems\/.*\.wav$/.test(key) && !whole.has(digest(bytes)))
      .map(([key]) => `${key} is no whole stem`),
    ...(job.state === 'done' && manifest === undefined ? [`${job.jobId} is done without a manifest`] : []),
  ];
}

function creditRules({ job, steps }: WholeJob): string[] {
  const reserved = steps.reduce((sum, { credits }) => sum + credits.reserved, 0);
  const open = steps.filter(({ work }) => work === 'settle').length;
  return [
    ...(job.credits === undefined || job.credits.reserved === reserved
      ? []
      : [`${job.jobId} holds ${job.credits.reserved} credits, its steps ${reserved}`]),
    ...(reserved === 0 || open > 0 ? [] : [`${job.jobId} has ended and holds ${reserved} credits`]),
    ...(open === 0
      ? []
      : [
          `the charges of ${open} steps of ${job.jobId} were never settled: ${steps
            .filter(({ work }) => work === 'settle')
            .map((step) => JSON.stringify({ ...step, result: step.result?.kind }))
            .join('\n')}`,
        ]),
  ];
}

async function sharedRules(world: HistoryWorld, jobs: readonly WholeJob[]): Promise<string[]> {
  const { table, mvsep, stepFunctions, simulation } = world;
  const [slots, budget] = await Promise.all([
    heldSlots(table),
    readBudget(table, monthOf(new Date(simulation.start))),
  ]);
  const spent = mvsep.model.book.creditsSpent();
  const reserved = jobs.reduce((sum, { job }) => sum + (job.credits?.reserved ?? 0), 0);
  return [
    ...slots.map(({ uploadId }) => `the slot of ${uploadId} was never given back`),
    ...lostExecutions(stepFunctions).map((name) => `the execution ${name} still runs`),
    ...(budget.reserved === reserved ? [] : [`the month holds ${budget.reserved}, the jobs ${reserved}`]),
    ...(budget.charged === spent ? [] : [`${spent} credits were spent, and ${budget.charged} are booked`]),
  ];
}

function digest(bytes: Buffer | undefined): string | undefined {
  return bytes === undefined ? undefined : createHash('sha256').update(bytes).digest('hex');
}

/**
 * Executions that would wait for weeks for nothing. Where somebody let one run again beside others of its job, or
 * before the word of its first end had come, one may be left over: the daily sweep reports it, and it costs nothing.
 */
export function lostExecutions(stepFunctions: MemoryStepFunctions): string[] {
  const { executions } = stepFunctions;
  const jobOf = (name: string) => name.split('-')[0];
  const redriven = [...executions.values()].filter(({ isRedriven }) => isRedriven === true);
  return stepFunctions
    .running()
    .filter(({ name }) => !redriven.some((one) => jobOf(one.name) === jobOf(name)))
    .map(({ name }) => name);
}
