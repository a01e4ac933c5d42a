import type { S3Client } from '@aws-sdk/client-s3';
import { findOwnSong } from '../../../shared/api/jobs/find-own-song.ts';
import type { Caller } from '../../../shared/callers/caller.ts';
import { ApiProblem } from '../../../shared/errors/api-problem.ts';
import { SourceChanged } from '../../../shared/errors/source-changed.ts';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import { probeAudio } from '../../../shared/songs/probe-audio.ts';
import { RangedObject } from '../../../shared/songs/ranged-object.ts';

/**
 * How long a song in the bucket is, in seconds, by its headers: some ranges of it are read, however large it is.
 *
 * @throws ApiProblem `impossible` when there is no such song of the caller, or when it is none
 */
export async function lengthOfSong(
  from: { readonly s3: S3Client; readonly bucket: string },
  caller: Pick<Caller, 'owner' | 'sees'>,
  key: string,
): Promise<number> {
  const source = await findOwnSong(from, caller, key);
  if (source === undefined) {
    throw impossible('There is no song of yours under this key. Create an upload, and send the file first.');
  }
  try {
    return (await probeAudio(new RangedObject(from.s3, source))).seconds;
  } catch (error) {
    if (error instanceof UnusableAudio || error instanceof SourceChanged) {
      throw impossible(error.message, error);
    }
    throw error;
  }
}

function impossible(detail: string, cause?: unknown): ApiProblem {
  return new ApiProblem('impossible', detail, { errors: [{ pointer: '/key', detail }], cause });
}
