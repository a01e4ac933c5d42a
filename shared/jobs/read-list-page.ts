import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { OwnerName } from '../callers/caller.ts';
import { type Job, job } from './job.ts';
import { BY_MONTH_INDEX, BY_OWNER_INDEX, BY_STATE_INDEX } from './job-indexes.ts';
import { jobKeys } from './job-keys.ts';
import type { JobPosition } from './job-position.ts';
import type { PipelineTable } from './pipeline-table.ts';

/** The most items that one query looks at. */
const PAGE_SIZE = 200;

/** One partition of an index; of those of owners and states, all jobs or those of one month. */
export interface ListPlace {
  readonly owner?: OwnerName;
  readonly state?: Job['state'];
  readonly month?: string | undefined;
}

export interface ListPage {
  /** Newest first. */
  readonly items: readonly Record<string, unknown>[];
  /** Where the next page begins; undefined after the last. */
  readonly next?: JobPosition['after'];
}

/** Where a query goes on, of all that its key says: the rest follows from the partition. */
const lastKey = z.object({ submittedAt: job.shape.submittedAt, pk: z.templateLiteral(['JOB#', z.string()]) });

/**
 * Reads one page of a partition.
 *
 * @param wanted the most jobs to read; never more than a page has
 */
export async function readListPage(
  { documents, tableName: TableName }: PipelineTable,
  place: ListPlace,
  { after, wanted }: { readonly after: JobPosition['after']; readonly wanted: number },
): Promise<ListPage> {
  const [IndexName, name, value] = partitionOf(place);
  const isPart = place.month !== undefined && name !== 'month';
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName,
      IndexName,
      KeyConditionExpression: `#partition = :partition${isPart ? ' AND begins_with(submittedAt, :month)' : ''}`,
      ExpressionAttributeNames: { '#partition': name },
      ExpressionAttributeValues: { ':partition': value, ...(isPart ? { ':month': place.month } : {}) },
      ScanIndexForward: false,
      Limit: Math.min(PAGE_SIZE, wanted),
      ExclusiveStartKey: after && {
        ...jobKeys.job(after.jobId),
        submittedAt: after.submittedAt,
        [name]: value,
      },
    }),
  );
  return LastEvaluatedKey === undefined
    ? { items: Items }
    : { items: Items, next: positionOf(LastEvaluatedKey) };
}

function partitionOf({ owner, state, month }: ListPlace) {
  if (owner !== undefined) return [BY_OWNER_INDEX, 'owner', owner] as const;
  if (state !== undefined) return [BY_STATE_INDEX, 'state', state] as const;
  return [BY_MONTH_INDEX, 'month', month] as const;
}

function positionOf(key: Record<string, unknown>): JobPosition['after'] {
  const { pk, submittedAt } = lastKey.parse(key);
  return { submittedAt, jobId: job.shape.jobId.parse(pk.slice('JOB#'.length)) };
}
