import { randomUUID } from 'node:crypto';
import { transact } from '../aws/transact.ts';
import { JobEnded } from '../errors/job-ended.ts';
import { budgetWrite } from './budget-write.ts';
import { ENDED_STATES, type Job } from './job.ts';
import { jobKeys } from './job-keys.ts';
import { createJobTable, type WholeJob } from './job-table.ts';
import { monthOf } from './month-of.ts';
import type { PipelineTable } from './pipeline-table.ts';
import { readBudget } from './read-budget.ts';
import { type JobChange, recordUpdate, type StepChange } from './record-change.ts';
import { settledStep } from './settled-step.ts';
import type { Step } from './step.ts';
import type { StepName } from './step-name.ts';

/** Records that move on while they are booked are read again this often. */
const ATTEMPTS = 10;

/** What may be spent, in credits; no limit where none is named. */
export interface CreditLimits {
  /** In a calendar month (UTC): set aside and charged together. */
  readonly perMonth?: number | undefined;
  /** For one job: charged so far, set aside, and to be set aside. */
  readonly perJob?: number | undefined;
}

export interface Reservation {
  /** Credits by step; undefined when the price is unknown, 0 when the result is in the cache. */
  readonly quotes: ReadonlyMap<StepName, number | undefined>;
  readonly limits: CreditLimits;
  readonly at: Date;
}

/**
 * Sets the credits of a job aside, for all its steps at once or for none: one transaction changes the budget of this
 * month, the job and its steps. Only steps that are blocked and hold nothing yet take part, so doing it again changes
 * nothing, and a retry sets aside only what will be paid again. A step of unknown price counts as nothing.
 *
 * @returns `over-month` or `over-job` when a limit does not allow it; then nothing is set aside. A job that was
 *   approved is held to no limit.
 * @throws JobEnded the job ended or was cancelled meanwhile.
 */
export async function reserveCredits(
  table: PipelineTable,
  whole: WholeJob,
  reservation: Reservation,
): Promise<'reserved' | 'over-month' | 'over-job'> {
  const { quotes, limits, at } = reservation;
  let { job, steps } = whole;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (ENDED_STATES.includes(job.state) || job.cancelledAt !== undefined) {
      throw new JobEnded('The job ended before its credits were set aside.');
    }
    const taking = steps.filter((step) => quotes.has(step.step) && needsCredits(step));
    if (taking.length === 0) return 'reserved';
    const added = taking.reduce((sum, { step }) => sum + (quotes.get(step) ?? 0), 0);
    const { reserved = 0, charged = 0, approved = false } = job.credits ?? {};
    const overJob = limits.perJob !== undefined && charged + reserved + added > limits.perJob;
    if (overJob && added > 0 && !approved) return 'over-job';
    // Nothing to be set aside fits into every budget.
    const limit = approved || added === 0 ? undefined : limits.perMonth;
    if (limit !== undefined && !(await hasRoom(table, at, added, limit))) return 'over-month';
    const outcome = await transact(table.documents, [
      {
        item: { Update: jobUpdate(table, job, reservedJob({ job, steps }, reservation, added)) },
        refusal: 'changed',
      },
      ...taking.map((step) => ({
        item: { Update: stepUpdate(table, step, reservedStep(step, quotes.get(step.step), at)) },
        refusal: 'changed' as const,
      })),
      budgetWrite(table, { month: monthOf(at), reserved: added, charged: 0, limit }),
    ]);
    if (outcome === 'written') return 'reserved';
    if (outcome === 'over-month') return outcome;
    ({ job, steps } = await createJobTable(table).getWhole(job.jobId));
  }
  throw new Error(`The job ${job.jobId} changes all the time; its credits could not be set aside.`);
}

/**
 * Gives back what is set aside for a step that surely cost nothing, or whose charge was given back. Doing it again
 * changes nothing.
 *
 * @param step as it was just read: nothing is booked when its credits have changed since
 * @returns whether this call did it
 */
export async function releaseCredits(table: PipelineTable, step: Step, at: Date): Promise<boolean> {
  return step.credits.month !== undefined && settleCredits(table, step, 0, at);
}

/**
 * Turns what is set aside for a step into what the service really took for its latest attempt. A difference from the
 * quote stands in the step's story, and a failure tells the truth about its charge from here on. Doing it again
 * changes nothing; another figure for the same attempt corrects the first.
 *
 * @param step as it was just read: nothing is booked when its credits have changed since
 * @param charged credits
 * @param note how the figure was found, when not in the account's history
 * @returns whether this call did it
 */
export async function settleCredits(
  table: PipelineTable,
  step: Step,
  charged: number,
  at: Date,
  note?: string,
): Promise<boolean> {
  const { reserved, month = monthOf(at), settledAt, settled = 0 } = step.credits;
  // Later news of the same attempt, such as credits that were given back, correct the figure.
  const added = charged - settled;
  if (settledAt !== undefined && added === 0) return false;
  const jobs = createJobTable(table);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const job = await jobs.get(step.jobId);
    const before = job.credits ?? { reserved: 0 };
    const credits = {
      ...before,
      reserved: before.reserved - reserved,
      charged: (before.charged ?? 0) + added,
    };
    const outcome = await transact(table.documents, [
      { item: { Update: stepUpdate(table, step, settledStep(step, charged, at, note)) }, refusal: 'step' },
      { item: { Update: jobUpdate(table, job, { at, set: { credits } }) }, refusal: 'job' },
      budgetWrite(table, { month, reserved: -reserved, charged: added }),
    ]);
    if (outcome === 'written') return true;
    if (outcome === 'step') return false;
  }
  throw new Error(`The job ${step.jobId} changes all the time; what it cost could not be booked.`);
}

/**
 * A look before the transaction, which alone decides. One that is refused costs as much as one that is carried out,
 * and jobs that wait for the next month are tried each minute.
 */
async function hasRoom(table: PipelineTable, at: Date, added: number, limit: number): Promise<boolean> {
  const { reserved, charged } = await readBudget(table, monthOf(at));
  return reserved + charged + added <= limit;
}

/** Whether credits must be set aside before this step may begin. */
function needsCredits({ state, result, credits }: Step): boolean {
  const holds = credits.month !== undefined && credits.settledAt === undefined;
  return state === 'blocked' && result === undefined && !holds;
}

function reservedStep({ credits }: Step, quoted: number | undefined, at: Date): StepChange {
  const { charged, refunded } = credits;
  return {
    at,
    set: { credits: { quoted, reserved: quoted ?? 0, month: monthOf(at), charged, refunded } },
    event: { what: 'credits set aside', detail: quoted === undefined ? 'price unknown' : String(quoted) },
  };
}

/** The job, as long as it has neither ended nor been cancelled. */
function reservedJob({ job, steps }: WholeJob, { quotes, at }: Reservation, added: number): JobChange {
  const { reserved = 0, charged, approved } = job.credits ?? {};
  const all = steps.map(({ step, credits }) => (quotes.has(step) ? quotes.get(step) : credits.quoted));
  const quoted = all.reduce(
    (sum, one) => (sum === undefined || one === undefined ? undefined : sum + one),
    0,
  );
  return {
    at,
    set: { credits: { quoted, reserved: reserved + added, month: monthOf(at), charged, approved } },
    when: { state: ['submitted', 'over-budget', 'running'], absent: ['cancelledAt'] },
  };
}

function stepUpdate({ tableName: TableName }: PipelineTable, step: Step, change: StepChange) {
  const { attempt, credits, work } = step;
  const equals = { attempt, credits, ...(change.remove === undefined ? {} : { work }) };
  const update = recordUpdate({ ...change, when: { state: [step.state], equals } }, randomUUID());
  return { TableName, Key: jobKeys.step(step.jobId, step.step), ...update };
}

function jobUpdate({ tableName: TableName }: PipelineTable, job: Job, change: JobChange) {
  const { credits } = job;
  const { absent = [] } = change.when ?? {};
  const unchanged =
    credits === undefined ? { absent: [...absent, 'credits' as const] } : { absent, equals: { credits } };
  const update = recordUpdate({ ...change, when: { ...change.when, ...unchanged } }, randomUUID());
  return { TableName, Key: jobKeys.job(job.jobId), ...update };
}
