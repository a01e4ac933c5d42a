import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type JobState, job } from './job.ts';
import { BY_MONTH_INDEX, BY_STATE_INDEX } from './job-indexes.ts';
import type { PipelineTable } from './pipeline-table.ts';

/** Jobs in one state, or those submitted in one month (as `2026-11`). */
export type JobSelection =
  | { readonly state: JobState; readonly since?: Date; readonly pageSize?: number }
  | { readonly month: string; readonly since?: Date; readonly pageSize?: number };

/** What both indexes keep of a job. */
const listedJob = job.pick({ jobId: true, source: true, submittedAt: true });

/**
 * The jobs of a selection in the order of their submission, page by page: whoever has seen enough stops, and the rest
 * is not read. The indexes may lag a moment behind the records.
 */
export async function* jobsInOrder(
  { documents, tableName }: PipelineTable,
  selection: JobSelection,
): AsyncGenerator<z.infer<typeof listedJob>> {
  const { since = new Date(0), pageSize } = selection;
  const [IndexName, attribute, value] =
    'state' in selection
      ? [BY_STATE_INDEX, 'state', selection.state]
      : [BY_MONTH_INDEX, 'month', selection.month];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await documents.send(
      new QueryCommand({
        TableName: tableName,
        IndexName,
        KeyConditionExpression: '#kind = :value AND submittedAt >= :since',
        ExpressionAttributeNames: { '#kind': attribute },
        ExpressionAttributeValues: { ':value': value, ':since': since.toISOString() },
        ...(pageSize === undefined ? {} : { Limit: pageSize }),
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    yield* z.array(listedJob).parse(page.Items ?? []);
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
