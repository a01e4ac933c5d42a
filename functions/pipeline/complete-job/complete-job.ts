import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { JobEnded } from '../../../shared/errors/job-ended.ts';
import type { JobId } from '../../../shared/jobs/job-id.ts';
import type { JobTable } from '../../../shared/jobs/job-table.ts';
import { stemsKey } from '../../../shared/jobs/stems-key.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import { manifestOf } from './manifest.ts';

export interface CompleteJobDeps {
  readonly s3: S3Client;
  readonly jobs: JobTable;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Writes `manifest.json` beside the stems, as the last object of the job: where it lies, everything lies. Then
 * marks the job as done. Doing it again changes nothing.
 *
 * @throws JobEnded the job has failed meanwhile.
 */
export async function completeJob(deps: CompleteJobDeps, jobId: JobId): Promise<void> {
  const job = await deps.jobs.get(jobId);
  if (job.state === 'done') return;
  if (job.state === 'failed') throw new JobEnded('The job has failed already and is not completed any more.');
  if (job.stemsFolder === undefined || job.result?.kind !== 'done') {
    throw new Error(`The job ${jobId} cannot be completed: its stems are not known.`);
  }
  const missing = job.result.stems.filter((_, index) => job.files[String(index)] === undefined);
  if (missing.length > 0)
    throw new Error(`The job ${jobId} lacks stems: ${missing.map(({ stem }) => stem).join(', ')}.`);

  const at = deps.now();
  const manifestKey = stemsKey(job.stemsFolder, 'manifest', 'json');
  await deps.s3.send(
    new PutObjectCommand({
      Bucket: job.source.bucket,
      Key: manifestKey,
      Body: `${JSON.stringify(manifestOf(job, at), null, 2)}\n`,
      ContentType: 'application/json',
    }),
  );
  const written = await deps.jobs.change(jobId, {
    at,
    set: { state: 'done', endedAt: at.toISOString(), manifestKey },
    // A used-up token is of no use to anyone.
    remove: ['dueAt', 'taskToken'],
    event: { what: 'done', detail: `${job.result.stems.length} stems` },
    when: { state: ['copying', 'waiting'] },
  });
  if (written === undefined) throw new JobEnded('The job ended while its manifest was being written.');
  deps.log.info('The job is done', { jobId, stems: job.result.stems.length });
}
