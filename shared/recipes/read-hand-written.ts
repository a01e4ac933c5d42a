import { Readable } from 'node:stream';
import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';

/** A small document that somebody wrote by hand: its text, or why it is none. */
export type HandWritten =
  | { readonly etag: string; readonly text: string }
  | { readonly etag: string; readonly unreadable: string };

/**
 * Reads a document that lies in the bucket, if there is one.
 *
 * @param maximumBytes a larger one is not read
 * @throws what the SDK throws for any reason but that nothing lies there
 */
export async function readHandWritten(
  s3: S3Client,
  bucket: string,
  key: string,
  maximumBytes: number,
): Promise<HandWritten | undefined> {
  const object = await ifThere(s3.send(new GetObjectCommand({ Bucket: bucket, Key: key })));
  if (object === undefined) return undefined;
  const { Body, ContentLength = 0, ETag = '' } = object;
  const etag = ETag.replaceAll('"', '');
  if (ContentLength > maximumBytes) {
    if (Body instanceof Readable) Body.destroy();
    return {
      etag,
      unreadable: `It is ${ContentLength} bytes large, and at most ${maximumBytes} are read. Make it shorter.`,
    };
  }
  const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
  try {
    return { etag, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    // The bytes are somebody's, and not text: that is said where the document is used.
    return { etag, unreadable: 'It is not text in UTF-8. Save it again as UTF-8.' };
  }
}

async function ifThere<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
