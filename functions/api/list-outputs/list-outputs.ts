import { createHash } from 'node:crypto';
import { basename, extname } from 'node:path/posix';
import { NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import type * as z from 'zod';
import type { ApiRequest } from '../../../shared/api/answer/api-request.ts';
import { findJobOf } from '../../../shared/api/jobs/find-job-of.ts';
import type { listOutputs as operation } from '../../../shared/api/operations/list-outputs.ts';
import { readObject } from '../../../shared/aws/read-object.ts';
import type { JobTable, WholeJob } from '../../../shared/jobs/job-table.ts';
import { signDownload } from './sign-download.ts';

/** How long a link works at most. A stem of 5 GB is fetched within it at 12 Mbit/s; what has begun may end. */
const LINK_SECONDS = 60 * 60;

export interface ListOutputsDeps {
  readonly jobs: Pick<JobTable, 'getWhole'>;
  readonly s3: S3Client;
  readonly bucket: string;
  readonly now: () => Date;
}

type Request = ApiRequest<{ readonly jobId: string }, unknown, unknown>;
type Reply = z.input<typeof operation.reply>;
type Output = Reply['outputs'][number];

/**
 * Everything that lies in the bucket of a job, with links to fetch it by.
 *
 * @throws ApiProblem `not-found`
 */
export async function listOutputs(
  deps: ListOutputsDeps,
  { caller, parameters }: Pick<Request, 'caller' | 'parameters'>,
): Promise<Reply> {
  const whole = await findJobOf(deps.jobs, caller, parameters.jobId);
  const at = deps.now();
  const { state } = whole.job;
  const expiresAt = new Date(at.getTime() + LINK_SECONDS * 1000).toISOString();
  // Of a job that is being deleted, files vanish one after the other.
  if (state === 'deleted') return { state, expiresAt, outputs: [] };
  const files = [...stemsOf(whole), ...(await manifestOf(deps, whole))];
  const outputs = files.map(async (file): Promise<Output> => {
    const url = await signDownload(deps, file, { at, seconds: LINK_SECONDS });
    return { ...file, url };
  });
  return { state, expiresAt, outputs: await Promise.all(outputs) };
}

function stemsOf({ job, steps }: WholeJob): Omit<Output, 'url'>[] {
  return steps.flatMap(({ step, files }) =>
    Object.entries(files)
      .sort(([left], [right]) => Number(left) - Number(right))
      .map(([, { stem, key, bytes, sha256, contentType }]) => ({
        ...{ kind: 'stem' as const, step, stem, key, bytes, sha256, contentType },
        fileName: fileNameOf(job.source.key, steps.length > 1 ? [step, basename(key)] : [basename(key)]),
      })),
  );
}

/** Its size and hash stand nowhere else: it is read, which is a matter of some kilobytes. */
async function manifestOf(
  { s3, bucket }: ListOutputsDeps,
  { job }: WholeJob,
): Promise<Omit<Output, 'url'>[]> {
  const key = job.manifestKey;
  const body = key === undefined ? undefined : await readIfThere(s3, bucket, key);
  if (key === undefined || body === undefined) return [];
  return [
    {
      ...{ kind: 'manifest', key, bytes: body.length, contentType: 'application/json' },
      sha256: createHash('sha256').update(body).digest('hex'),
      fileName: fileNameOf(job.source.key, [basename(key)]),
    },
  ];
}

async function readIfThere(s3: S3Client, bucket: string, key: string): Promise<Buffer | undefined> {
  try {
    return await readObject(s3, bucket, key);
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/** `My Song - vocals.wav`: what is saved stays together, and tells what it is. */
function fileNameOf(songKey: string, parts: readonly string[]): string {
  return [basename(songKey, extname(songKey)), ...parts].join(' - ');
}
