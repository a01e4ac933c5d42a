import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Log } from '../../../shared/logging/logger.ts';
import { formatJson } from '../../../shared/mvsep/format-json.ts';
import { songOfSidecar } from '../../../shared/recipes/sidecar-key.ts';
import { type EntryPlace, entryPlace } from '../../../shared/submissions/entry-place.ts';
import { publishSubmission } from '../../../shared/submissions/publish-submission.ts';
import { isOpen } from '../../../shared/submissions/submission.ts';
import { deriveSubmissionId } from '../../../shared/submissions/submission-id.ts';
import type { DroppedObject } from './dropped-object.ts';
import { type Dropped, readDropped } from './read-dropped.ts';
import { recordDropped } from './record-dropped.ts';
import { type StartSubmissionDeps, startSubmission } from './start-submission.ts';

export interface AcceptEntryDeps extends StartSubmissionDeps {
  readonly s3: S3Client;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Whatever was dropped for the quality checker: a zip with its sidecar file becomes a submission, in whichever order
 * the two come, and however often their events do. Of the same bytes under the same name there is one submission.
 */
export async function acceptEntry(deps: AcceptEntryDeps, object: DroppedObject): Promise<void> {
  const { bucket, key } = object;
  if (key.endsWith('/')) return; // The console makes such an object for an empty folder.
  const place = entryPlace(songOfSidecar(key) ?? key);
  if (place === undefined) {
    deps.log.warn('An object for the quality checker is no zip below the folder of a dataset', { key });
    return;
  }
  const dropped = await bothAreThere(deps, bucket, place);
  if (dropped?.sidecar === undefined) return;
  await writeReport(deps, bucket, place, dropped.sidecar.read);
  const recorded = await recordDropped(deps, { place, ...dropped, sidecar: dropped.sidecar }, object.at);
  if (recorded === undefined) return;
  if (isOpen(recorded)) await startSubmission(deps, recorded);
  await publishSubmission(deps, recorded.submissionId);
}

/** Without a zip there is nothing to say: it may still be on its way. A zip alone says what is missing. */
async function bothAreThere(
  deps: AcceptEntryDeps,
  bucket: string,
  place: EntryPlace,
): Promise<Dropped | undefined> {
  const dropped = await readDropped(deps.s3, bucket, place);
  if (dropped === undefined || dropped.sidecar !== undefined) return dropped;
  // Its sidecar file may have been taken away since: what became of it stays there to be read.
  if ((await deps.submissions.find(deriveSubmissionId(dropped.zip))) !== undefined) return undefined;
  await putJson(deps, bucket, place.resultKey, {
    state: 'waiting',
    summary: `Nothing was sent yet: ${place.zipKey} waits for ${place.sidecarKey}, which says what it is.`,
    zip: dropped.zip,
  });
  // Its own event may have been handled before that was written.
  return readDropped(deps.s3, bucket, place);
}

async function writeReport(
  deps: AcceptEntryDeps,
  bucket: string,
  { sidecarKey, reportKey }: EntryPlace,
  read: object,
): Promise<void> {
  const problems = 'problems' in read ? read.problems : [];
  const valid = !('problems' in read);
  const checkedAt = deps.now().toISOString();
  await putJson(deps, bucket, reportKey, { document: sidecarKey, checkedAt, valid, problems });
  if (!valid) deps.log.warn('A sidecar file for the quality checker is wrong', { key: sidecarKey });
}

async function putJson(
  { s3 }: AcceptEntryDeps,
  bucket: string,
  key: string,
  document: object,
): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      ContentType: 'application/json',
      Body: formatJson(document),
    }),
  );
}
