import type { S3Client } from '@aws-sdk/client-s3';
import { InvalidSeparation } from '../../../shared/errors/invalid-separation.ts';
import { JobEnded } from '../../../shared/errors/job-ended.ts';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import type { JobId } from '../../../shared/jobs/job-id.ts';
import type { JobTable } from '../../../shared/jobs/job-table.ts';
import { stemsFolders } from '../../../shared/jobs/stems-key.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import { quoteCredits } from '../../../shared/mvsep/catalogue/quote-credits.ts';
import { findSeparationType } from '../../../shared/mvsep/catalogue/separation-type.ts';
import { probeAudio } from './probe-audio.ts';
import { RangedObject } from './ranged-object.ts';

/** S3's limit for a copy made by one call, which hands the song over. */
const MAXIMUM_BYTES = 5 * 1024 ** 3;

export interface InspectAudioDeps {
  readonly s3: S3Client;
  readonly jobs: JobTable;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Looks into the uploaded file, quotes the credits and takes a folder for the stems: everything that can be
 * refused is refused here, before any money is spent. Doing it again changes nothing.
 *
 * @throws UnusableAudio, SourceChanged, UnknownJob, JobEnded
 */
export async function inspectAudio(deps: InspectAudioDeps, jobId: JobId): Promise<void> {
  const job = await deps.jobs.get(jobId);
  if (job.inspectedAt !== undefined) return;
  if (job.source.bytes > MAXIMUM_BYTES) {
    throw new UnusableAudio(
      'The song is larger than 5 GB, more than S3 copies at once. Upload it as FLAC or in parts.',
    );
  }
  const audio = await probeAudio(new RangedObject(deps.s3, job.source));
  const type = findSeparationType(job.separation.type);
  if (type === undefined) throw new InvalidSeparation(`There is no separation type ${job.separation.type}.`);
  const creditsQuoted = quoteCredits(type, job.separation.options, audio.seconds);
  const price = creditsQuoted === undefined ? 'price unknown' : `${creditsQuoted} credits quoted`;
  const stemsFolder = await claimFolder(deps.jobs, job);
  const at = deps.now();
  const written = await deps.jobs.change(jobId, {
    at,
    set: { state: 'inspected', audio, creditsQuoted, stemsFolder, inspectedAt: at.toISOString() },
    event: { what: 'inspected', detail: `${audio.seconds} s, ${price}` },
    when: { state: ['submitted'] },
  });
  if (written === undefined && (await deps.jobs.get(jobId)).inspectedAt === undefined) {
    throw new JobEnded('The job ended before its song was looked at.');
  }
  deps.log.info('The song was inspected', { jobId, ...audio, creditsQuoted });
}

/** The first folder that does not belong to the stems of another job. The last one holds the job id. */
async function claimFolder(jobs: JobTable, job: Job): Promise<string> {
  const [preferred, withExtension, unique] = stemsFolders(job.source.key, job.jobId);
  for (const path of [preferred, withExtension]) {
    const folder = `${path}/${job.separation.slug}`;
    if (await jobs.claimFolder(folder, job.jobId)) return folder;
  }
  const folder = `${unique}/${job.separation.slug}`;
  await jobs.claimFolder(folder, job.jobId);
  return folder;
}
