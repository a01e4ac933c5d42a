import { CopyObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { CachedResultGone } from '../../../shared/errors/cached-result-gone.ts';
import type { JobTable } from '../../../shared/jobs/job-table.ts';
import type { PipelineTable } from '../../../shared/jobs/pipeline-table.ts';
import { cacheDigest, forgetResult } from '../../../shared/jobs/result-cache.ts';
import type { StemSource, Step, StoredFile } from '../../../shared/jobs/step.ts';
import { unquotedEtag } from '../../../shared/jobs/unquoted-etag.ts';
import type { StoredObject } from './store-download.ts';

/** What S3 answers when the object is not there, or is another one now. */
const GONE: readonly string[] = ['NoSuchKey', 'NotFound', 'PreconditionFailed'];

export interface CopyCachedDeps {
  readonly s3: S3Client;
  readonly table: PipelineTable;
  readonly jobs: JobTable;
}

/**
 * Copies a stem inside S3 from where an earlier job stored the same. Nothing here is larger than the 5 GB that S3
 * copies at once, since nothing was stored in parts.
 *
 * @throws CachedResultGone it is not there any more; the result is then forgotten, so that the next one who asks for
 *   it has it separated.
 */
export async function copyCached(
  deps: CopyCachedDeps,
  bucket: string,
  step: Step,
  wanted: StemSource,
): Promise<StoredObject> {
  const source = step.cachedFrom && (await deps.jobs.findStep(step.cachedFrom));
  const file = Object.values(source?.files ?? {}).find(({ key }) => key === wanted.copyFrom);
  const etag = file && (await copyInside(deps.s3, bucket, file, wanted));
  if (file !== undefined && etag !== undefined) return { bytes: file.bytes, sha256: file.sha256, etag };
  if (source !== undefined) await forget(deps, step, source);
  throw new CachedResultGone(
    `The stem "${wanted.stem}" was to be copied from an earlier job, and is not there any more. Another try ` +
      'has it separated.',
  );
}

/** The etag of the copy; undefined when there is nothing to copy any more. */
async function copyInside(
  s3: S3Client,
  bucket: string,
  file: StoredFile,
  { key, contentType }: StemSource,
): Promise<string | undefined> {
  try {
    const { CopyObjectResult } = await s3.send(
      new CopyObjectCommand({
        Bucket: bucket,
        Key: key,
        CopySource: `${bucket}/${file.key.split('/').map(encodeURIComponent).join('/')}`,
        CopySourceIfMatch: `"${file.etag}"`,
        MetadataDirective: 'REPLACE',
        TaggingDirective: 'REPLACE',
        ContentType: contentType,
      }),
    );
    return unquotedEtag(CopyObjectResult?.ETag ?? '');
  } catch (error) {
    if (error instanceof S3ServiceException && GONE.includes(error.name)) return undefined;
    throw error;
  }
}

async function forget({ table }: CopyCachedDeps, { input, separation }: Step, source: Step): Promise<void> {
  if (input?.sha256 === undefined || source.upstream === undefined) return;
  const digest = cacheDigest({ sha256: input.sha256, separation, upstream: source.upstream });
  await forgetResult(table, digest, source);
}
