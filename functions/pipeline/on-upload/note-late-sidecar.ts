import { findUpload } from '../../../shared/jobs/find-upload.ts';
import type { SubmitSongDeps } from '../../../shared/jobs/submit-song.ts';
import type { UploadEvent } from './upload-event.ts';

/** The line on the record of a job whose sidecar file came after it. */
const WHAT = 'sidecar file ignored';
/** Somebody who uploads the file over and over must not fill the record. */
const MAXIMUM_LINES = 5;

/**
 * A sidecar file says what becomes of a song while its job is recorded, and no later. One that comes too late
 * changes nothing, which its owner finds on the record of the job. One that comes before its song needs nothing: the
 * song's own event finds it.
 */
export async function noteLateSidecar(
  deps: Pick<SubmitSongDeps, 's3' | 'jobs' | 'now' | 'log'>,
  { bucket, etag, songKey }: UploadEvent & { readonly songKey: string },
): Promise<void> {
  const job = (await findUpload(deps, { bucket, key: songKey }))?.job;
  // The events of the two may come in any order: this one may be the file that was read.
  if (job === undefined || job.state === 'deleted' || job.sidecarEtag === etag) return;
  const noted = job.events.filter(({ what }) => what === WHAT);
  if (noted.length >= MAXIMUM_LINES || noted.some(({ detail }) => detail?.includes(etag))) return;
  await deps.jobs.change(job.jobId, {
    at: deps.now(),
    event: {
      what: WHAT,
      detail: `It came too late (etag ${etag}): the job was recorded already. Upload it first, and the song after it.`,
    },
  });
  deps.log.warn('A sidecar file came after the job of its song', { jobId: job.jobId, key: songKey });
}
