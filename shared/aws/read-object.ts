import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/**
 * A whole object of S3 in memory: for objects whose size is bounded.
 *
 * @throws what the SDK throws, `NoSuchKey` among it.
 */
export async function readObject(client: S3Client, bucket: string, key: string): Promise<Buffer> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (Body === undefined) throw new Error(`S3 answered ${key} without a body.`);
  return Buffer.from(await Body.transformToByteArray());
}
