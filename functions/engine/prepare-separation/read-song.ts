import { decodeAudio } from '../../../shared/audio/decode-audio.ts';
import { resample } from '../../../shared/audio/resample.ts';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import { SEPARATION_RATE } from '../../../shared/separators/separator.ts';

/** What fits in the function's memory, decoded and resampled at once. */
const LONGEST_MINUTES = 15;

/** Shorter than one frame of the analysis, there is nothing to take apart. */
const SHORTEST_SECONDS = 0.1;

/**
 * Decodes a song and brings it to the rate that separators work at, with its one or two channels.
 *
 * @throws UnusableAudio with a sentence for the song's owner.
 */
export async function readSong(file: Buffer): Promise<Float32Array[]> {
  const { channels, sampleRate } = await decodeAudio(file);
  const seconds = (channels[0]?.length ?? 0) / sampleRate;
  if (channels.length > 2) {
    throw new UnusableAudio(`The file has ${channels.length} channels. Mix it down to stereo or mono.`);
  }
  if (seconds < SHORTEST_SECONDS) {
    throw new UnusableAudio(
      `The file lasts ${Math.round(seconds * 1000)} ms, which is too short to separate.`,
    );
  }
  if (seconds > LONGEST_MINUTES * 60) {
    throw new UnusableAudio(
      `The file lasts ${Math.ceil(seconds / 60)} minutes; ${LONGEST_MINUTES} are the limit here. Cut it in pieces.`,
    );
  }
  return channels.map((channel) => resample(channel, sampleRate, SEPARATION_RATE));
}
