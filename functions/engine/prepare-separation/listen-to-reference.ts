import type { S3Client } from '@aws-sdk/client-s3';
import { asStereo } from '../../../shared/audio/as-stereo.ts';
import type { StereoSamples } from '../../../shared/audio/stereo-samples.ts';
import { objectSource } from '../../../shared/aws/object-source.ts';
import { requireComparable } from '../../../shared/engine/require-comparable.ts';
import type { SeparationRecord } from '../../../shared/engine/separation-record.ts';
import { separatorOf } from '../../../shared/engine/separator-of.ts';
import { COMPARED_MINUTES } from '../../../shared/engine/song-limits.ts';
import { storageKeys } from '../../../shared/engine/storage-keys.ts';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import type { Comparison } from '../../../shared/separators/separator.ts';
import { openSong } from './open-song.ts';
import { wholeSong } from './whole-song.ts';

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
  const { compareWith } = separatorOf({ s3, bucket }, record);
  if (compareWith === undefined) return undefined;
  requireComparable(record.seconds);
  const key = storageKeys.reference(record.hash);
  const source = objectSource(s3, { bucket, key, bytes: record.reference?.bytes ?? 0 });
  const seconds = COMPARED_MINUTES * 60;
  const song = await openSong(source, {
    seconds,
    tooLong: () =>
      new UnusableAudio(
        `The reference file lasts more than ${COMPARED_MINUTES} minutes. Send a shorter one.`,
      ),
  });
  return compareWith(asStereo(await wholeSong(song, seconds)));
}
