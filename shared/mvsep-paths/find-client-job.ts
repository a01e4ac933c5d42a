import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { jobId } from '../jobs/job-id.ts';
import { jobKeys } from '../jobs/job-keys.ts';
import type { JobTable, WholeJob } from '../jobs/job-table.ts';
import type { PipelineTable } from '../jobs/pipeline-table.ts';

export interface ClientJobs {
  readonly table: PipelineTable;
  readonly jobs: Pick<JobTable, 'find' | 'getWhole'>;
}

const pointer = z.object({ jobId, hash: z.string() });

/**
 * The job that a client means by a hash, long or short, or by the name of a file that begins with the long one.
 *
 * @param hash its extension does not matter here; compare it with the record's where it does
 * @returns undefined when it is none of ours
 */
export async function findClientJob(
  { table, jobs }: ClientJobs,
  hash: string,
): Promise<WholeJob | undefined> {
  const { documents, tableName: TableName } = table;
  const { Item } = await documents.send(
    new GetCommand({ TableName, Key: jobKeys.client(hash), ConsistentRead: true }),
  );
  const found = pointer.optional().parse(Item);
  if (found === undefined || (await jobs.find(found.jobId)) === undefined) return undefined;
  return jobs.getWhole(found.jobId);
}
