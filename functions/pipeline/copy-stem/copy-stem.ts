import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { DownloadFailed } from '../../../shared/errors/download-failed.ts';
import { JobEnded } from '../../../shared/errors/job-ended.ts';
import type { openUrl } from '../../../shared/http/open-url.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import type { JobId } from '../../../shared/jobs/job-id.ts';
import type { JobTable } from '../../../shared/jobs/job-table.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import { meteredBody } from './metered-body.ts';
import { openStem } from './open-stem.ts';

export interface CopyStemDeps {
  readonly s3: S3Client;
  readonly jobs: JobTable;
  readonly openUrl: typeof openUrl;
  readonly allowedPrivateOrigins: readonly string[];
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Copies one stem from the MVSep API straight into the bucket, with flat memory: its bytes are counted and
 * hashed on the way. S3 shows an object only when it is whole, so nothing half-written can be found. A stem
 * that is there already is not fetched again.
 *
 * @throws DownloadFailed fetching it again may help.
 * @throws DownloadRefused the link leads where it must not.
 * @throws JobEnded, UnknownJob
 */
export async function copyStem(deps: CopyStemDeps, jobId: JobId, index: number): Promise<void> {
  const job = await deps.jobs.get(jobId);
  if (job.state === 'failed' || job.state === 'done') {
    throw new JobEnded(`The job is ${job.state} already; its stems are not touched any more.`);
  }
  if (job.files[String(index)] !== undefined) return;
  const wanted = job.result?.kind === 'done' ? job.result.stems[index] : undefined;
  if (wanted === undefined) throw new Error(`The job ${jobId} has no stem ${index}.`);

  const source = await openStem(deps.openUrl, wanted, deps.allowedPrivateOrigins);
  const sha256 = await store(deps.s3, job, wanted, source);
  const { stem, key, contentType } = wanted;
  await deps.jobs.change(jobId, {
    at: deps.now(),
    file: { index, stored: { stem, key, bytes: source.bytes, sha256, contentType } },
    event: { what: 'stem stored', detail: `${stem}, ${source.bytes} bytes` },
  });
  deps.log.info('A stem was stored', { jobId, stem, bytes: source.bytes });
}

async function store(
  s3: S3Client,
  job: Job,
  wanted: { readonly stem: string; readonly key: string; readonly contentType: string },
  source: Awaited<ReturnType<typeof openStem>>,
): Promise<string> {
  const metered = meteredBody(source.body, source.bytes);
  try {
    await s3.send(
      new PutObjectCommand({
        Bucket: job.source.bucket,
        Key: wanted.key,
        Body: metered.body,
        ContentLength: source.bytes,
        ContentType: wanted.contentType,
      }),
      // The SDK does not notice when a body breaks: without this it would wait for bytes that never come.
      { abortSignal: metered.broken },
    );
  } catch (error) {
    metered.body.destroy();
    if (!metered.broken.aborted) throw error;
    throw new DownloadFailed(
      `The download of the stem "${wanted.stem}" broke off before its end. It is tried again.`,
      metered.broken.reason,
    );
  }
  return metered.sha256();
}
