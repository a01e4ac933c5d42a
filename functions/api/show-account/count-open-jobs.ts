import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Caller } from '../../../shared/callers/caller.ts';
import type { JobState } from '../../../shared/jobs/job.ts';
import { BY_STATE_INDEX } from '../../../shared/jobs/job-indexes.ts';
import type { PipelineTable } from '../../../shared/jobs/pipeline-table.ts';

/** A page of an index has 1 MB, some two thousand jobs. */
const MOST_PAGES = 5;

/** How many jobs of one state the caller sees, as far as some pages of the index tell. */
export async function countOpenJobs(
  { documents, tableName }: PipelineTable,
  { owner, sees }: Pick<Caller, 'owner' | 'sees'>,
  state: JobState,
): Promise<number> {
  let count = 0;
  let from: Record<string, unknown> | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { Count = 0, LastEvaluatedKey } = await documents.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: BY_STATE_INDEX,
        Select: 'COUNT',
        KeyConditionExpression: '#state = :state',
        ...(sees === 'all' ? {} : { FilterExpression: '#owner = :owner' }),
        ExpressionAttributeNames: { '#state': 'state', ...(sees === 'all' ? {} : { '#owner': 'owner' }) },
        ExpressionAttributeValues: { ':state': state, ...(sees === 'all' ? {} : { ':owner': owner }) },
        ExclusiveStartKey: from,
      }),
    );
    count += Count;
    from = LastEvaluatedKey;
    if (from === undefined) break;
  }
  return count;
}
