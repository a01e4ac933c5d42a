import { HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { readTags } from '../../../shared/audio/tags/read-tags.ts';
import type { SeparationRecord } from '../../../shared/engine/separation-record.ts';
import { storageKeys } from '../../../shared/engine/storage-keys.ts';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import { unquotedEtag } from '../../../shared/jobs/unquoted-etag.ts';
import { ObjectBlob } from '../../../shared/songs/object-blob.ts';
import { RangedObject } from '../../../shared/songs/ranged-object.ts';

/**
 * Looks for what a song says of itself, reading no more of it than that, and keeps its picture for the stems.
 *
 * @returns what the record says of it.
 * @throws what S3 throws.
 */
export async function keepTags(
  { s3, bucket }: { readonly s3: S3Client; readonly bucket: string },
  hash: string,
): Promise<Pick<SeparationRecord, 'tags' | 'cover'>> {
  const key = storageKeys.input(hash);
  const { ETag = '', ContentLength = 0 } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
  const object = new RangedObject(s3, { bucket, key, etag: unquotedEtag(ETag), bytes: ContentLength });
  const { tags, cover } = await readTags(new ObjectBlob(object));
  // A song whose headers jump about as no song's do has no tags; whether it plays is not decided here.
  if (object.failure !== undefined && !(object.failure instanceof UnusableAudio)) throw object.failure;
  if (cover === undefined) return { tags };
  const { bytes: Body, mimeType } = cover;
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: storageKeys.cover(hash), Body }));
  return { tags, cover: mimeType };
}
