import { UnknownJob } from '../../../shared/errors/unknown-job.ts';
import type { JobTable } from '../../../shared/jobs/job-table.ts';
import type { PipelineTable } from '../../../shared/jobs/pipeline-table.ts';
import { readUploadId } from '../../../shared/jobs/read-upload-id.ts';
import { findByHash } from '../../../shared/jobs/separation-hashes.ts';
import type { Step } from '../../../shared/jobs/step.ts';

/**
 * The step that a hash of the service belongs to: by what was remembered or, since the hash of a link's separation
 * may not have been told to us yet, by the upload id in it. Undefined when it is none of ours.
 */
export async function findSeparation(
  { table, jobs }: { readonly table: PipelineTable; readonly jobs: JobTable },
  hash: string,
): Promise<Step | undefined> {
  const known = await findByHash(table, hash);
  if (known !== undefined) return jobs.findStep(known);
  const named = readUploadId(hash);
  if (named === undefined) return undefined;
  try {
    const { steps } = await jobs.getWhole(named.jobId);
    return steps.find(({ index, attempt }) => index === named.index && attempt === named.attempt);
  } catch (error) {
    if (error instanceof UnknownJob) return undefined;
    throw error;
  }
}
