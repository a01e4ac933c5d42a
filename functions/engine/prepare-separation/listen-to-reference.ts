import type { S3Client } from '@aws-sdk/client-s3';
import { asStereo } from '../../../shared/audio/as-stereo.ts';
import type { StereoSamples } from '../../../shared/audio/stereo-samples.ts';
import { readObject } from '../../../shared/aws/read-object.ts';
import type { SeparationRecord } from '../../../shared/engine/separation-record.ts';
import { separatorOf } from '../../../shared/engine/separator-of.ts';
import { storageKeys } from '../../../shared/engine/storage-keys.ts';
import type { Comparison } from '../../../shared/separators/separator.ts';
import { readSong } from './read-song.ts';

/**
 * For types that take two files: hears the second one whole and answers what compares the first with it. When
 * this answers, the reference takes no memory any more.
 *
 * @returns undefined for types that take one file.
 * @throws UnusableAudio when the reference cannot be read, or nothing can be learnt from it.
 */
export async function listenToReference(
  { s3, bucket }: { readonly s3: S3Client; readonly bucket: string },
  record: SeparationRecord,
): Promise<((target: StereoSamples) => Comparison) | undefined> {
  const { compareWith } = separatorOf(record);
  if (compareWith === undefined) return undefined;
  const file = await readObject(s3, bucket, storageKeys.reference(record.hash));
  return compareWith(asStereo(await readSong(file)));
}
