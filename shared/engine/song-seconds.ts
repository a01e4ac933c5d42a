import { audioSeconds } from '../audio/audio-seconds.ts';
import { UnusableAudio } from '../errors/unusable-audio.ts';
import type { ByteSource } from '../streams/byte-source.ts';
import type { Plan } from './plan.ts';
import { lengthProblem, sizeProblem } from './song-limits.ts';

/**
 * How long a song plays, from its headers: that is what its separation is charged for, so a song that does not
 * tell is not taken.
 *
 * @throws UnusableAudio with a sentence for its owner when it is no audio that can be read here, does not tell
 *   its length, or is too large or too long for the plan or for this Engine.
 */
export async function songSeconds(file: ByteSource, plan: Plan): Promise<number> {
  const tooLarge = sizeProblem(file.bytes, plan);
  if (tooLarge !== undefined) throw new UnusableAudio(tooLarge);
  const seconds = await audioSeconds(file);
  if (seconds === undefined) {
    throw new UnusableAudio(
      'The headers of the file do not tell how long it plays. Save it again as WAV, FLAC or MP3.',
    );
  }
  const tooLong = lengthProblem(seconds, plan);
  if (tooLong !== undefined) throw new UnusableAudio(tooLong);
  return seconds;
}
