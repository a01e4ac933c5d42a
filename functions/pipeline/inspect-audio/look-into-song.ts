import type { S3Client } from '@aws-sdk/client-s3';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import type { JobTable, WholeJob } from '../../../shared/jobs/job-table.ts';
import type { PipelineTable } from '../../../shared/jobs/pipeline-table.ts';
import { stepFolder } from '../../../shared/jobs/stems-key.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import { probeAudio } from '../../../shared/songs/probe-audio.ts';
import { RangedObject } from '../../../shared/songs/ranged-object.ts';
import { claimStemFolders } from './claim-stem-folders.ts';
import { hashObject } from './hash-object.ts';

/** S3's limit for a copy made by one call, which hands the song over. */
const MAXIMUM_BYTES = 5 * 1024 ** 3;

export interface LookIntoSongDeps {
  readonly s3: S3Client;
  readonly table: PipelineTable;
  readonly jobs: JobTable;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Finds out what the uploaded file is, byte for byte and as audio, and takes the folders for the stems: everything
 * that can be refused is refused here, before any money is spent. Once it is on the record, it stays.
 *
 * @throws UnusableAudio, SourceChanged
 */
export async function lookIntoSong(deps: LookIntoSongDeps, whole: WholeJob): Promise<void> {
  const { job, steps } = whole;
  const { jobId, source } = job;
  if (job.inspectedAt !== undefined) return;
  if (source.bytes > MAXIMUM_BYTES) {
    throw new UnusableAudio(
      'The song is larger than 5 GB, more than S3 copies at once. Upload it as FLAC or in parts.',
    );
  }
  const { audio, sha256 } = await readSong(deps.s3, source);
  const folder = await claimStemFolders(deps.table, whole);
  const at = deps.now();
  await Promise.all(
    steps.map((step) =>
      deps.jobs.changeStep(step, { at, set: { folder: stepFolder(folder, step.step, steps) } }),
    ),
  );
  // Last: what a run wrote that was cut off before this line is written again.
  await deps.jobs.change(jobId, {
    at,
    set: { audio, source: { ...source, sha256 }, folder, inspectedAt: at.toISOString() },
    event: { what: 'inspected', detail: `${audio.seconds} s` },
    when: { absent: ['inspectedAt'] },
  });
  deps.log.info('The song was inspected', { jobId, ...audio, sha256 });
}

/** Both at once; a file that is no audio is not read to its end. */
async function readSong(s3: S3Client, source: Job['source']) {
  const hashing = new AbortController();
  try {
    const [audio, sha256] = await Promise.all([
      probeAudio(new RangedObject(s3, source)),
      hashObject(s3, source, hashing.signal),
    ]);
    return { audio, sha256 };
  } finally {
    hashing.abort();
  }
}
