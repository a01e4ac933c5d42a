import { basename } from 'node:path/posix';
import type { S3Client } from '@aws-sdk/client-s3';
import { ServiceError } from '../errors/service-error.ts';
import type { ChooseBest } from '../leaderboards/best-choice.ts';
import type { Separation } from '../mvsep/catalogue/separation.ts';
import { parseSidecar, wrongSidecar } from '../recipes/parse-sidecar.ts';
import { type HandWritten, readHandWritten } from '../recipes/read-hand-written.ts';
import { readRecipes } from '../recipes/read-recipes.ts';
import { sidecarKey } from '../recipes/sidecar-key.ts';
import { type FoundUpload, findUpload, type SongObject } from './find-upload.ts';
import type { Job } from './job.ts';
import type { WholeJob } from './job-table.ts';
import { type LaunchJobDeps, launchJob } from './launch-job.ts';
import { type NewJob, newJob, refusedJob } from './new-job.ts';
import { planUpload } from './plan-upload.ts';
import { checkStemsKeyLength } from './stems-key.ts';

/** A file that names a recipe is much shorter, and one with a recipe of its own is too. */
const MAXIMUM_SIDECAR_BYTES = 64 * 1024;

export interface SubmitSongDeps extends LaunchJobDeps {
  readonly s3: S3Client;
  /** What an upload becomes for which nobody said anything: this recipe, or else this separation. */
  readonly defaultRecipe?: string | undefined;
  readonly defaults: Separation;
  /** Chooses what is wanted as the best, by the documents of a bucket. */
  readonly chooseBestIn: (bucket: string) => ChooseBest;
}

/**
 * Makes a job of an uploaded song and starts its execution. May be called any number of times for one object: the
 * job id follows from the object and its metadata, and the execution is named after it.
 *
 * A song that asks for something impossible becomes a job that has failed already, with the reason on its record.
 *
 * @returns the job; undefined when the object is gone or was replaced
 */
export async function submitSong(deps: SubmitSongDeps, object: SongObject): Promise<Job | undefined> {
  const upload = await findUpload(deps, object);
  if (upload === undefined) {
    deps.log.info('The upload was replaced or deleted before it was looked at', { key: object.key });
    return undefined;
  }
  const { jobId } = upload;
  const job = upload.job ?? (await record(deps, upload));
  deps.log.info('The upload has its job', { jobId, state: job.state, isNew: upload.job === undefined });
  await launchJob(deps, job);
  return job;
}

/** Writes the job's records, unless somebody else did meanwhile. */
async function record(deps: SubmitSongDeps, upload: FoundUpload): Promise<Job> {
  const whole = await plan(deps, upload);
  return (await deps.jobs.create(whole)) ? whole.job : deps.jobs.get(upload.jobId);
}

async function plan(deps: SubmitSongDeps, { source, request, jobId }: FoundUpload): Promise<WholeJob> {
  const { s3, defaults, defaultRecipe, chooseBestIn, now } = deps;
  const { bucket, key } = source;
  const [sidecar, book] = await Promise.all([
    readHandWritten(s3, bucket, sidecarKey(key), MAXIMUM_SIDECAR_BYTES),
    readRecipes(s3, bucket),
  ]);
  const upload: NewJob = { jobId, source, sidecarEtag: sidecar?.etag, at: now() };
  try {
    const wish = sidecar === undefined ? undefined : readSidecar(sidecarKey(key), sidecar);
    const planned = await planUpload({
      key,
      request,
      sidecar: wish,
      book,
      defaultRecipe,
      defaults,
      chooseBest: chooseBestIn(bucket),
    });
    checkStemsKeyLength({ key, jobId, ...planned });
    return newJob(upload, planned);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    deps.log.warn('The upload asks for something impossible', { jobId, reason: error.message });
    return refusedJob(upload, error);
  }
}

function readSidecar(key: string, sidecar: HandWritten) {
  const name = basename(key);
  if ('text' in sidecar) return parseSidecar(name, sidecar.text);
  throw wrongSidecar(`${name} cannot be read. ${sidecar.unreadable}`);
}
