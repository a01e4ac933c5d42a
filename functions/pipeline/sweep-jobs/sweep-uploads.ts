import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { jobsInOrder } from '../../../shared/jobs/jobs-in-order.ts';
import { submitSong } from '../../../shared/jobs/submit-song.ts';
import { unquotedEtag } from '../../../shared/jobs/unquoted-etag.ts';
import { UPLOAD_PREFIX } from '../../../shared/jobs/upload-prefix.ts';
import { songOfSidecar } from '../../../shared/recipes/sidecar-key.ts';
import type { SweepDeps } from './sweep-deps.ts';
import type { SweepReport } from './sweep-report.ts';
import { hasSettled, lastDays } from './sweep-window.ts';

/** An event that was lost longer ago than this was swept up on an earlier day. */
const DAYS = 3;

/** Submits the songs of the last days of which no event arrived. */
export async function sweepUploads(deps: SweepDeps, report: SweepReport): Promise<void> {
  const now = deps.now();
  const { since, months } = lastDays(DAYS, now);
  /** When the latest job of an object was submitted: the same bytes may have been uploaded again since. */
  const submitted = new Map<string, Date>();
  for (const month of months) {
    for await (const { source, submittedAt } of jobsInOrder(deps.table, { month, since })) {
      submitted.set(nameOf(source), new Date(submittedAt));
    }
  }
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client: deps.s3 },
    { Bucket: deps.bucket, Prefix: UPLOAD_PREFIX },
  )) {
    for (const { Key: key, ETag, LastModified } of Contents) {
      if (!deps.hasTime()) return report.stoppedEarly('uploads');
      if (key === undefined || ETag === undefined || LastModified === undefined) continue;
      if (LastModified < since || !hasSettled(LastModified, now)) continue;
      report.look('uploads');
      const submittedAt = submitted.get(nameOf({ key, etag: unquotedEtag(ETag) }));
      if (submittedAt !== undefined && submittedAt >= LastModified) continue;
      if (!(await submit(deps, key))) continue;
      report.found({ check: 'uploads', what: 'had no job and was submitted', mended: true, key });
    }
  }
}

/** Makes a job of what lies under a key, as the lost event would have; false when that changed nothing. */
async function submit(deps: SweepDeps, key: string): Promise<boolean> {
  // No song: a folder of the console, or what a user says of a song.
  if (key.endsWith('/') || songOfSidecar(key) !== undefined) return false;
  const start = deps.now();
  const job = await submitSong(deps, { bucket: deps.bucket, key });
  return job !== undefined && new Date(job.submittedAt) >= start;
}

function nameOf({ key, etag }: { readonly key: string; readonly etag: string }): string {
  return `${etag} ${key}`;
}
