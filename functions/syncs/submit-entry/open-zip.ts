import { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { SourceChanged } from '../../../shared/errors/source-changed.ts';
import type { NewQualityEntry } from '../../../shared/mvsep/client/add-entry.ts';
import type { Submission } from '../../../shared/submissions/submission.ts';

/** How long a link works at most; it also dies with the credentials of the role that signed it. */
const LINK_SECONDS = 12 * 3600;

/** A zip that is ready to be handed over. */
export interface OpenedZip {
  readonly zip: NewQualityEntry['zip'];
  /** Whether the service may have got all of it. What it has only a part of, it cannot have taken. */
  mayBeWhole(): boolean;
  close(): void;
}

export type OpenZip = (submission: Submission) => Promise<OpenedZip>;

/** As bytes that stream from S3 into the form. @throws SourceChanged the zip was replaced or deleted. */
export function zipByUpload(s3: S3Client): OpenZip {
  return async ({ submissionId, zip: { bucket, key, etag, bytes } }) => {
    const get = new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: `"${etag}"` });
    const { Body } = await unreplaced(s3.send(get));
    if (!(Body instanceof Readable)) throw new Error('S3 answered the zip without a stream.');
    let handedOver = 0;
    const body = counted(Body, (length) => {
      handedOver += length;
    });
    return {
      zip: { fileName: `${submissionId}.zip`, bytes, body },
      mayBeWhole: () => handedOver >= bytes,
      close: () => void Body.destroy(),
    };
  };
}

/** The chunks of a stream; each is counted before it is handed over. */
async function* counted(stream: Readable, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    count(chunk.length);
    yield chunk;
  }
}

/**
 * By a link, for an Engine: what API Gateway lets through to it is smaller than any zip. It fetches the zip at once,
 * and what is dropped in its place meanwhile is a submission of its own.
 *
 * @throws SourceChanged the zip was replaced or deleted.
 */
export function zipByLink(s3: S3Client): OpenZip {
  return async ({ zip: { bucket: Bucket, key: Key, etag } }) => {
    await unreplaced(s3.send(new HeadObjectCommand({ Bucket, Key, IfMatch: `"${etag}"` })));
    const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key }), { expiresIn: LINK_SECONDS });
    return { zip: { url }, mayBeWhole: () => true, close: () => undefined };
  };
}

const GONE: readonly string[] = ['NoSuchKey', 'NotFound', 'PreconditionFailed'];

async function unreplaced<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof Error) || !(GONE.includes(error.name) || isUnmatched(error))) throw error;
    throw new SourceChanged('The zip was replaced or deleted before it was sent.', error);
  }
}

/** HEAD has no body that could name the error. */
function isUnmatched(error: Error): boolean {
  return '$metadata' in error && JSON.stringify(error.$metadata).includes('"httpStatusCode":412');
}
