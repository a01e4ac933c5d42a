import { HeadObjectCommand, type HeadObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';

/** Which object is meant. */
interface Head {
  readonly bucket: string;
  readonly key: string;
  /** Only the object with this etag, in quotes. */
  readonly etag?: string | undefined;
}

/** What no key of an object can be, and no header can carry. */
const IMPOSSIBLE = /\p{Cc}|[\uFFFE\uFFFF]/u;

/** What S3 says of an object; undefined when it is not there, was replaced by another, or cannot be. */
export async function headSong(
  s3: S3Client,
  { bucket, key, etag }: Head,
): Promise<HeadObjectCommandOutput | undefined> {
  if (!key.isWellFormed() || IMPOSSIBLE.test(key) || Buffer.byteLength(key) > 1024) return undefined;
  try {
    return await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key, IfMatch: etag }));
  } catch (error) {
    const status = httpStatus(error);
    if (status === 404 || status === 412) return undefined;
    throw error;
  }
}

function httpStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  const isStatus = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata;
  return isStatus && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}
