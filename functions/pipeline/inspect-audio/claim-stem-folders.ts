import type { WholeJob } from '../../../shared/jobs/job-table.ts';
import type { PipelineTable } from '../../../shared/jobs/pipeline-table.ts';
import { claimFolders } from '../../../shared/jobs/stem-folders.ts';
import { stemsFolders, stepFolder } from '../../../shared/jobs/stems-key.ts';

/**
 * Takes the first folder that does not belong to the stems of another job, and those of the steps in it. The last
 * one holds the job id, so that nobody else can have it.
 *
 * @returns the folder of the job
 */
export async function claimStemFolders(table: PipelineTable, { job, steps }: WholeJob): Promise<string> {
  const { jobId, recipe } = job;
  const [preferred, withExtension, unique] = stemsFolders({ key: job.source.key, jobId, recipe, steps });
  for (const folder of [preferred, withExtension, unique]) {
    const folders = [folder, ...steps.map(({ step }) => stepFolder(folder, step, steps))];
    if (await claimFolders(table, folders, jobId)) return folder;
  }
  throw new Error(`The folder ${unique} belongs to another job, although it bears the id of this one.`);
}
