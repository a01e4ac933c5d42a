import { UnusableAudio } from '../errors/unusable-audio.ts';
import { type AudioFormat, audioFormat, withoutId3 } from './audio-format.ts';
import { decodeSlices, type SoundLimits } from './decode-slices.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { flacStreamInfo } from './flac-stream-info.ts';
import { isSampleRate } from './is-sample-rate.ts';
import { readWav } from './read-wav.ts';
import { undoFlacScaling } from './undo-flac-scaling.ts';

/**
 * No sound has a larger sample: even programs that keep 24 bit integers as floats stop at half of it. One sample
 * near the end of what a float can hold would overflow in the transforms and spoil whole frames around it.
 */
const LARGEST_SAMPLE = 2 ** 24;

const NO_LIMITS: SoundLimits = { seconds: Infinity, channels: Infinity };

/**
 * Decodes a whole audio file, told by its content. A file that was cut off gives what it still holds; a sample
 * that is damaged beyond any sense becomes silence.
 *
 * @throws UnusableAudio with a sentence for the file's owner when there is no sound to be had.
 */
export async function decodeAudio(file: Buffer, limits = NO_LIMITS): Promise<DecodedAudio> {
  const sound = withoutId3(file);
  const format = audioFormat(sound);
  const decoded = await decodeAs(format, sound, limits);
  const [first] = decoded.channels;
  if (first === undefined || first.length === 0) {
    throw new UnusableAudio('The file holds no sound. Export or upload it again.');
  }
  if (!isSampleRate(decoded.sampleRate)) {
    throw new UnusableAudio(
      `The file says that it has ${decoded.sampleRate} samples a second. Export it with 44100 or 48000.`,
    );
  }
  for (const channel of decoded.channels) silenceDamage(channel);
  return decoded;
}

function silenceDamage(channel: Float32Array): void {
  for (let index = 0; index < channel.length; index++) {
    // Written so that it also holds for what is no number.
    if (!(Math.abs(channel[index] ?? 0) <= LARGEST_SAMPLE)) channel[index] = 0;
  }
}

async function decodeAs(format: AudioFormat, file: Buffer, limits: SoundLimits): Promise<DecodedAudio> {
  if (format === 'wav') return readWav(file);
  try {
    const decoded = await decodeSlices(format, file, limits);
    if (format === 'flac') undoFlacScaling(decoded.channels, flacStreamInfo(file)?.bitsPerSample);
    return decoded;
  } catch (error) {
    throw new UnusableAudio('The file begins like audio but cannot be decoded. Export it again.', error);
  }
}
