import { extname } from 'node:path/posix';
import { Readable } from 'node:stream';
import { CopyObjectCommand, GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { sourceUnchanged } from '../../../shared/aws/source-unchanged.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import type { AudioSource } from '../../../shared/mvsep/client/create-separation.ts';

/**
 * How long the link to the audio works at most. It also dies with the credentials it is signed with, those of
 * the function's role: some hours. The service fetches at once, long before.
 */
const LINK_SECONDS = 12 * 60 * 60;

export interface HandedOff {
  readonly audio: AudioSource;
  /** Frees what was prepared when it is not sent after all. */
  discard(): void;
}

/** Makes a song ready to be handed to the MVSep API. Costs nothing and may be done again. */
export type HandOff = (job: Job) => Promise<HandedOff>;

/**
 * By link: the service fetches the audio itself, and no byte passes through the function. The link leads to
 * a copy with a plain name, which carries the job id into the name of the separation.
 */
export function linkHandoff(s3: S3Client): HandOff {
  return async (job) => {
    const { bucket, key, etag } = job.source;
    const copy = { Bucket: bucket, Key: `handoff/${plainFileName(job)}` };
    await sourceUnchanged(
      s3.send(
        new CopyObjectCommand({
          ...copy,
          CopySource: `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`,
          CopySourceIfMatch: `"${etag}"`,
          // The copy is for strangers: tags and metadata stay at home, and need no rights to be read.
          MetadataDirective: 'REPLACE',
          TaggingDirective: 'REPLACE',
          ContentType: 'application/octet-stream',
        }),
      ),
    );
    const url = await getSignedUrl(s3, new GetObjectCommand(copy), { expiresIn: LINK_SECONDS });
    return { audio: { url }, discard: () => undefined };
  };
}

/** By upload: the audio streams from S3 into the form, for a service that cannot reach the bucket. */
export function uploadHandoff(s3: S3Client): HandOff {
  return async (job) => {
    const { bucket, key, etag, bytes } = job.source;
    const { Body } = await sourceUnchanged(
      s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: `"${etag}"` })),
    );
    if (!(Body instanceof Readable)) throw new Error('S3 answered the song without a stream.');
    return { audio: { fileName: plainFileName(job), bytes, body: Body }, discard: () => Body.destroy() };
  };
}

/** The job id with the extension of the song, if that is plain ASCII. */
function plainFileName(job: Job): string {
  const extension = extname(job.source.key).toLowerCase();
  return `${job.jobId}${/^\.[a-z0-9]{1,5}$/.test(extension) ? extension : ''}`;
}
