import type { S3Client } from '@aws-sdk/client-s3';
import { headSong } from '../aws/head-song.ts';
import type { Job } from './job.ts';
import { deriveJobId, type JobId } from './job-id.ts';
import type { JobTable } from './job-table.ts';
import { type UploadRequest, uploadRequest } from './requested-separation.ts';
import { unquotedEtag } from './unquoted-etag.ts';

export interface FindUploadDeps {
  readonly s3: S3Client;
  readonly jobs: JobTable;
}

/** Which object is meant. */
export interface SongObject {
  readonly bucket: string;
  readonly key: string;
  /** Only the object with this etag is meant, and not what replaced it; without it, whatever lies there. */
  readonly etag?: string;
  /** Version id of the object, in a bucket with versions. */
  readonly version?: string;
}

/** An uploaded object as it lies there, and its job. */
export interface FoundUpload {
  readonly source: Job['source'];
  readonly request: UploadRequest;
  readonly jobId: JobId;
  /** The record, when the job was recorded already. */
  readonly job: Job | undefined;
}

/**
 * Looks at an uploaded object, and whether it has its job. One object has one job, however often it is asked for.
 * A song that is uploaded again, byte for byte, after its job failed, was cancelled or deleted, is a new one:
 * whoever was told to upload it again has done so.
 *
 * @returns undefined when the object is gone, or was replaced by another
 */
export async function findUpload(deps: FindUploadDeps, object: SongObject): Promise<FoundUpload | undefined> {
  const { bucket, key } = object;
  const wanted = object.etag === undefined ? undefined : `"${unquotedEtag(object.etag)}"`;
  const head = await headSong(deps.s3, { bucket, key, etag: wanted });
  if (head === undefined) return undefined;
  const etag = unquotedEtag(head.ETag ?? object.etag ?? '');
  const request = uploadRequest(head.Metadata ?? {});
  const version = unquotedEtag(object.version ?? object.etag ?? head.VersionId ?? etag);
  const identity = { bucket, key, version };
  const found = { source: { bucket, key, etag, bytes: head.ContentLength ?? 0 }, request };
  const jobId = deriveJobId({ ...identity, request });
  const job = await deps.jobs.find(jobId);
  const uploadedAt = head.LastModified?.toISOString();
  if (job === undefined || uploadedAt === undefined || !isUploadedAgain(job, uploadedAt)) {
    return { ...found, jobId, job };
  }
  const newJobId = deriveJobId({ ...identity, request: { ...request, uploadedAt } });
  return { ...found, jobId: newJobId, job: await deps.jobs.find(newJobId) };
}

function isUploadedAgain({ state, endedAt }: Job, uploadedAt: string): boolean {
  const cameToNothing = state === 'failed' || state === 'cancelled' || state === 'deleted';
  return cameToNothing && endedAt !== undefined && uploadedAt > endedAt;
}
