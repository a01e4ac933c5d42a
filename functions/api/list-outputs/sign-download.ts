import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

/** What a link leads to. */
export interface Download {
  readonly key: string;
  readonly contentType: string;
  readonly fileName: string;
}

/** A link by which whoever has it can fetch one object, which a browser saves under its name. */
export async function signDownload(
  { s3, bucket }: { readonly s3: S3Client; readonly bucket: string },
  { key, contentType, fileName }: Download,
  { at, seconds }: { readonly at: Date; readonly seconds: number },
): Promise<string> {
  const get = new GetObjectCommand({
    Bucket: bucket,
    Key: key,
    ResponseContentType: contentType,
    ResponseContentDisposition: disposition(fileName),
  });
  return getSignedUrl(s3, get, { expiresIn: seconds, signingDate: at });
}

/** RFC 6266: a plain name for the oldest programs, and the true one beside it (RFC 8187). */
function disposition(fileName: string): string {
  const plain = fileName
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const exact = encodeURIComponent(fileName.toWellFormed()).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
