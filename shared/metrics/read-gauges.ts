import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { CreditLimits } from '../jobs/budget.ts';
import { hoursToExpiry } from '../jobs/hours-to-expiry.ts';
import { BY_WORK_INDEX } from '../jobs/job-indexes.ts';
import type { JobTable } from '../jobs/job-table.ts';
import { jobsInOrder } from '../jobs/jobs-in-order.ts';
import { monthOf } from '../jobs/month-of.ts';
import type { PipelineTable } from '../jobs/pipeline-table.ts';
import { readBudget } from '../jobs/read-budget.ts';
import type { Step } from '../jobs/step.ts';
import type { Work } from '../jobs/work.ts';
import type { Measures } from './measure.ts';

/** The longest waits are among the jobs that were submitted first; so many of them are looked into. */
const OLDEST_JOBS = 25;

/**
 * A request that is under way is due a minute after its run must have ended, at the earliest (`writeMark`); what is
 * due sooner is lost.
 */
const UNDER_WAY_MS = 60_000;

export interface GaugeDeps {
  readonly table: PipelineTable;
  readonly jobs: JobTable;
  readonly limits: Pick<CreditLimits, 'perMonth'>;
  readonly now: () => Date;
}

/**
 * How things stand now: what waits and for how long, what is about to expire, and the credits of the month. A fixed
 * number of reads, however many jobs there are. Nothing is said of what there is nothing of, so that an idle
 * deployment pays for no metric.
 */
export async function readGauges(deps: GaugeDeps): Promise<Measures> {
  const now = deps.now();
  const at = now.getTime();
  const steps = await oldestSteps(deps);
  const queuedSince = steps.flatMap(({ state, queuedAt }) => (state === 'queued' ? [queuedAt] : []));
  const waitingSince = steps.flatMap((step) => (isUnderWay(step) ? [step.createdAt] : []));
  const toExpiry = steps
    .filter(({ state }) => state === 'waiting' || state === 'copying')
    .flatMap((step) => hoursToExpiry(step, now) ?? []);
  return {
    values: {
      ...(await counts(deps)),
      ...(await credits(deps)),
      ...(queuedSince.length > 0 ? { OldestQueuedSeconds: longest(queuedSince, at) } : {}),
      ...(waitingSince.length > 0 ? { OldestWaitingSeconds: longest(waitingSince, at) } : {}),
      ...(toExpiry.length > 0 ? { HoursToExpiry: Math.min(...toExpiry) } : {}),
    },
  };
}

async function oldestSteps({ table, jobs }: GaugeDeps): Promise<Step[]> {
  const steps: Step[] = [];
  let looked = 0;
  for await (const { jobId } of jobsInOrder(table, { state: 'running', pageSize: OLDEST_JOBS })) {
    steps.push(...(await jobs.getWhole(jobId)).steps);
    looked += 1;
    if (looked === OLDEST_JOBS) break;
  }
  return steps;
}

function isUnderWay({ state, result }: Step): boolean {
  return state === 'waiting' && result === undefined;
}

function longest(times: readonly (string | undefined)[], at: number): number {
  return Math.max(0, ...times.map((time) => (time === undefined ? 0 : (at - Date.parse(time)) / 1000)));
}

async function counts({ table, now }: GaugeDeps): Promise<Measures['values']> {
  const underWay = new Date(now().getTime() + UNDER_WAY_MS);
  const [QueuedSteps, WaitingSteps, LostRequests] = await Promise.all([
    countWork(table, 'turn'),
    countWork(table, 'poll'),
    countWork(table, 'look-up', underWay),
  ]);
  const all = { QueuedSteps, WaitingSteps, LostRequests };
  return Object.fromEntries(Object.entries(all).filter(([, number]) => number > 0));
}

/** Steps with this work, as far as one page of keys tells: thousands of them. */
async function countWork(
  { documents, tableName }: PipelineTable,
  work: Work,
  dueUntil?: Date,
): Promise<number> {
  const { Count = 0 } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: BY_WORK_INDEX,
      Select: 'COUNT',
      KeyConditionExpression: `#work = :work${dueUntil === undefined ? '' : ' AND dueAt <= :until'}`,
      ExpressionAttributeNames: { '#work': 'work' },
      ExpressionAttributeValues: {
        ':work': work,
        ...(dueUntil === undefined ? {} : { ':until': dueUntil.toISOString() }),
      },
    }),
  );
  return Count;
}

async function credits({ table, limits: { perMonth }, now }: GaugeDeps): Promise<Measures['values']> {
  const { reserved, charged } = await readBudget(table, monthOf(now()));
  if (reserved === 0 && charged === 0) return {};
  return {
    CreditsCharged: charged,
    ...(perMonth === undefined ? {} : { CreditsLeft: perMonth - reserved - charged }),
  };
}
