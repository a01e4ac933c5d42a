import { Readable } from 'node:stream';
import { CopyObjectCommand, DeleteObjectCommand, GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { sourceUnchanged } from '../../../shared/aws/source-unchanged.ts';
import { handoffKey, uploadFileName } from '../../../shared/jobs/handoff-key.ts';
import type { Step } from '../../../shared/jobs/step.ts';
import type { AudioSource } from '../../../shared/mvsep/client/create-separation.ts';

/**
 * How long the link to the audio works at most. It also dies with the credentials it is signed with, those of
 * the function's role: some hours. The service fetches at once, long before.
 */
const LINK_SECONDS = 12 * 60 * 60;

export interface HandedOff {
  readonly audio: AudioSource;
  /** Frees what was prepared. Only when it surely was not taken. */
  discard(): Promise<void>;
}

/**
 * Makes the input of a step ready to be handed to the MVSep API. Costs nothing and may be done again.
 *
 * @param creatingBy who hands it over
 */
export type HandOff = (step: Step, creatingBy: string) => Promise<HandedOff>;

/**
 * By link: the service fetches the audio itself, and no byte passes through the function. The link leads to
 * a copy that is named after the upload id, which becomes part of the name of the separation.
 */
export function linkHandoff(s3: S3Client, bucket: string): HandOff {
  return async (step, creatingBy) => {
    const { key, etag } = inputOf(step);
    const copy = { Bucket: bucket, Key: handoffKey(step, creatingBy) };
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
    return {
      audio: { url },
      async discard() {
        await s3.send(new DeleteObjectCommand(copy));
      },
    };
  };
}

/** By upload: the audio streams from S3 into the form, for a service that cannot reach the bucket. */
export function uploadHandoff(s3: S3Client, bucket: string): HandOff {
  return async (step) => {
    const { key, etag, bytes } = inputOf(step);
    const { Body } = await sourceUnchanged(
      s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: `"${etag}"` })),
    );
    if (!(Body instanceof Readable)) throw new Error('S3 answered the audio without a stream.');
    return {
      audio: { fileName: uploadFileName(step), bytes, body: Body },
      async discard() {
        Body.destroy();
      },
    };
  };
}

function inputOf({ jobId, step, input }: Step): NonNullable<Step['input']> {
  if (input === undefined)
    throw new Error(`The step ${step} of the job ${jobId} is queued without an input.`);
  return input;
}
