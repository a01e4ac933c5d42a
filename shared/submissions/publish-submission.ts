import { HeadObjectCommand, NotFound, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { unquotedEtag } from '../jobs/unquoted-etag.ts';
import { formatJson } from '../mvsep/format-json.ts';
import { entryPlace } from './entry-place.ts';
import type { Submission } from './submission.ts';
import { submissionDocument } from './submission-document.ts';
import type { SubmissionId } from './submission-id.ts';
import type { SubmissionTable } from './submission-table.ts';

export interface PublishDeps {
  readonly s3: S3Client;
  readonly submissions: Pick<SubmissionTable, 'get'>;
}

/**
 * Writes into the bucket where a submission stands, for those who dropped it: under the path of the zip, or beside
 * that with the id in its name once another zip lies there. May be called at any time and at once: what is written
 * last is what the record says.
 *
 * @returns the submission as it was written
 */
export async function publishSubmission(deps: PublishDeps, id: SubmissionId): Promise<Submission> {
  for (let found = await deps.submissions.get(id); ; ) {
    await deps.s3.send(
      new PutObjectCommand({
        Bucket: found.zip.bucket,
        Key: await resultKeyOf(deps.s3, found),
        ContentType: 'application/json',
        Body: formatJson(submissionDocument(found)),
      }),
    );
    const since = await deps.submissions.get(id);
    if (since.revision === found.revision) return found;
    found = since;
  }
}

async function resultKeyOf(s3: S3Client, { submissionId, zip }: Submission): Promise<string> {
  const place = entryPlace(zip.key);
  if (place === undefined) throw new Error(`${zip.key} is no zip for the quality checker.`);
  const { resultKey } = place;
  if (!(await isReplaced(s3, zip))) return resultKey;
  return resultKey.replace(/\.json$/, `.${submissionId}.json`);
}

async function isReplaced(
  s3: S3Client,
  { bucket: Bucket, key: Key, etag }: Submission['zip'],
): Promise<boolean> {
  try {
    const { ETag = '' } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    return unquotedEtag(ETag) !== etag;
  } catch (error) {
    if (error instanceof NotFound) return false; // Taken away once it was sent: nothing took its place.
    throw error;
  }
}
