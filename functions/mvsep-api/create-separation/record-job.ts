import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { OwnerName } from '../../../shared/callers/caller.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import type { JobTable } from '../../../shared/jobs/job-table.ts';
import { newJob } from '../../../shared/jobs/new-job.ts';
import { planSingle } from '../../../shared/jobs/plan-steps.ts';
import { unquotedEtag } from '../../../shared/jobs/unquoted-etag.ts';
import type { ClientOrder } from '../../../shared/mvsep-paths/client-order.ts';
import type { Order } from './read-order.ts';
import type { ClientSong } from './read-song.ts';

export interface RecordJobDeps {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly jobs: JobTable;
  readonly now: () => Date;
}

export interface JobToRecord {
  /** The names under which it is made. */
  readonly names: ClientOrder;
  readonly owner: OwnerName;
  readonly order: Order;
  readonly song: ClientSong;
}

/** Stores the song, if it came, and writes the job. Doing it again changes nothing. */
export async function recordJob(
  deps: RecordJobDeps,
  { names, owner, order, song }: JobToRecord,
): Promise<Job> {
  const { jobId, key, hash, remoteHash } = names;
  const plan = { steps: [planSingle(order.separation)] };
  const source = await store(deps, key, song.bytes);
  const asked = {
    owner,
    clientHash: hash,
    ...(remoteHash === undefined ? {} : { clientRemoteHash: remoteHash }),
    ...(song.link === undefined ? {} : { link: song.link }),
    ...(order.webhook === undefined ? {} : { clientWebhook: order.webhook }),
  };
  const whole = newJob({ jobId, source, asked, at: deps.now() }, plan);
  return (await deps.jobs.create(whole)) ? whole.job : deps.jobs.get(jobId);
}

/** Of a link nothing is known yet but where it will lie. */
async function store(
  { s3, bucket }: RecordJobDeps,
  key: string,
  bytes: Buffer | undefined,
): Promise<Job['source']> {
  if (bytes === undefined) return { bucket, key, etag: '', bytes: 0 };
  const { ETag = '' } = await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
  return { bucket, key, etag: unquotedEtag(ETag), bytes: bytes.length };
}
