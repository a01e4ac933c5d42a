import { transact } from '../aws/transact.ts';
import type { JobId } from './job-id.ts';
import { jobKeys } from './job-keys.ts';
import type { PipelineTable } from './pipeline-table.ts';

/**
 * Takes folders for the stems of a job: all of them, or none when one belongs to another job. A job that has them
 * already has them still. Also the folder of a separation is taken, and not only that of its job: the song
 * `vocals/song/kit.wav` would otherwise lie in the folder of the step `kit` of `vocals/song.wav`.
 */
export async function claimFolders(
  { documents, tableName: TableName }: PipelineTable,
  folders: readonly string[],
  owner: JobId,
): Promise<boolean> {
  const claimed = await transact(
    documents,
    [...new Set(folders)].map((folder) => ({
      item: {
        Put: {
          TableName,
          Item: { ...jobKeys.folder(folder), jobId: owner },
          ConditionExpression: 'attribute_not_exists(pk) OR jobId = :owner',
          ExpressionAttributeValues: { ':owner': owner },
        },
      },
      refusal: 'taken' as const,
    })),
  );
  return claimed === 'written';
}
