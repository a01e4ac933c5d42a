import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { OwnerName } from '../callers/caller.ts';
import { ENDED_STATES, type Job } from '../jobs/job.ts';
import { jobId } from '../jobs/job-id.ts';
import { BY_OWNER_INDEX } from '../jobs/job-indexes.ts';
import type { WholeJob } from '../jobs/job-table.ts';
import type { historyItem } from '../mvsep/contract/history-item.ts';
import { historyAlgorithm } from '../mvsep/server/history-algorithm.ts';
import { wireTimeOf } from '../mvsep/server/wire-time-of.ts';
import type { ClientJobs } from './find-client-job.ts';

/** Items that one query looks at. */
const PAGE_SIZE = 200;
/** What is still open is looked for among so many pages of the newest. */
const PAGES_OF_OPEN = 5;
/** What lies behind the 10,000 newest jobs of an owner is not looked for: a caller waits for the answer. */
const MOST_PAGES = 50;
/** Stems stay in the bucket until somebody deletes them: clients always have the 72 hours of the service left. */
const HOURS_LEFT = 72;

const listed = z.object({ jobId });

/** Jobs of an owner that came by the MVSep paths. */
export interface HistoryQuery {
  readonly owner: OwnerName;
  readonly start: number;
  readonly limit: number;
  /** Only those that have not ended. */
  readonly isOpen?: boolean;
}

/**
 * What an owner asked for by the MVSep paths, the newest first, among their 10,000 newest jobs. The index may lag a
 * moment behind.
 */
export async function clientHistory(deps: ClientJobs, query: HistoryQuery): Promise<WholeJob[]> {
  const { table, jobs } = deps;
  const mostPages = query.isOpen ? PAGES_OF_OPEN : MOST_PAGES;
  const found: z.infer<typeof listed>[] = [];
  let after: Record<string, unknown> | undefined;
  let pages = 0;
  do {
    const { Items = [], LastEvaluatedKey } = await table.documents.send(
      new QueryCommand({
        TableName: table.tableName,
        IndexName: BY_OWNER_INDEX,
        KeyConditionExpression: '#owner = :owner',
        FilterExpression: `attribute_exists(clientHash)${query.isOpen ? ' AND attribute_not_exists(endedAt)' : ''}`,
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':owner': query.owner },
        ScanIndexForward: false,
        Limit: PAGE_SIZE,
        ExclusiveStartKey: after,
      }),
    );
    found.push(...z.array(listed).parse(Items));
    after = ++pages === mostPages ? undefined : LastEvaluatedKey;
  } while (after !== undefined && found.length < query.start + query.limit);
  const page = found.slice(query.start, query.start + query.limit);
  return Promise.all(page.map(({ jobId: id }) => jobs.getWhole(id)));
}

/** A job as the history of the service shows a separation. */
export function historyLine({ job, steps }: WholeJob): z.input<typeof historyItem> {
  const [step] = steps;
  const exists = job.state !== 'cancelled' && job.state !== 'deleted';
  const { charged, quoted } = step?.credits ?? {};
  return {
    id: numberOf(job),
    hash: job.clientHash ?? '',
    created_at: wireTimeOf(job.submittedAt),
    updated_at: wireTimeOf(job.endedAt ?? job.updatedAt),
    job_exists: exists,
    credits: exists ? creditsOf(job, charged ?? (step?.cachedFrom === undefined ? quoted : 0)) : null,
    time_left: exists ? HOURS_LEFT : -1,
    algorithm: historyAlgorithm(step?.separation.type ?? 0),
  };
}

/** A job that failed at no cost cost nothing, whatever it was quoted at. */
function creditsOf({ state, failure }: Job, credits: number | undefined): number {
  const isFree = ENDED_STATES.includes(state) && failure?.charged === 'no';
  return isFree ? 0 : (credits ?? 0);
}

/** Clients expect a number, of 32 bits at most. It follows from the id, which is random. */
function numberOf({ jobId: id }: Job): number {
  return Number.parseInt(id.slice(0, 8), 16) % 2_147_483_647;
}
