import { audioSeconds } from '../../../shared/audio/audio-seconds.ts';
import { decodeAudio } from '../../../shared/audio/decode-audio.ts';
import { resample } from '../../../shared/audio/resample.ts';
import { LIMITS_OF_ENGINE, PADDING_SECONDS } from '../../../shared/engine/song-limits.ts';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import { SEPARATION_RATE } from '../../../shared/separators/separator.ts';

const { minutes: LONGEST_MINUTES } = LIMITS_OF_ENGINE;
const LONGEST_SECONDS = LONGEST_MINUTES * 60;

const MOST_CHANNELS = 2;

/** Shorter than one frame of the analysis, there is nothing to take apart. */
const SHORTEST_SECONDS = 0.1;

/**
 * Decodes a song and brings it to the rate that separators work at, with its one or two channels. A song whose
 * headers say that it is too long is not decoded at all, and one whose headers lie no further than the limit: it
 * would not fit in the function's memory.
 *
 * @throws UnusableAudio with a sentence for the song's owner.
 */
export async function readSong(file: Buffer): Promise<Float32Array[]> {
  const promised = audioSeconds(file) ?? 0;
  if (promised > LONGEST_SECONDS + PADDING_SECONDS) throw tooLong(promised);
  const limits = { seconds: LONGEST_SECONDS, channels: MOST_CHANNELS };
  const { channels, sampleRate } = await decodeAudio(file, limits);
  const seconds = (channels[0]?.length ?? 0) / sampleRate;
  if (channels.length > MOST_CHANNELS) {
    throw new UnusableAudio(`The file has ${channels.length} channels. Mix it down to stereo or mono.`);
  }
  if (seconds < SHORTEST_SECONDS) {
    throw new UnusableAudio(
      `The file lasts ${Math.round(seconds * 1000)} ms, which is too short to separate.`,
    );
  }
  if (seconds > LONGEST_SECONDS) throw tooLong(seconds);
  return channels.map((channel) => resample(channel, sampleRate, SEPARATION_RATE));
}

function tooLong(seconds: number): UnusableAudio {
  const minutes = Math.ceil(seconds / 60);
  return new UnusableAudio(
    `The file lasts ${minutes} minutes; ${LONGEST_MINUTES} are the limit here. Cut it in pieces.`,
  );
}
