import { decodeWavFrames } from './decode-wav-frames.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { wavChunks } from './wav-chunks.ts';

/**
 * Decodes a WAV file: 8, 16, 24 and 32 bit integers, 32 and 64 bit floats, any number of channels.
 *
 * Integers become multiples of 2^-(bits-1), exactly, so that writing them back gives the same bytes. Floats
 * that are no numbers, infinite, or too large for 32 bits become silence. A frame that was cut off is dropped.
 *
 * @throws UnusableAudio when the file is not a usable WAV file.
 */
export function readWav(file: Buffer): DecodedAudio {
  const { format, data } = wavChunks(file);
  return { sampleRate: format.sampleRate, channels: decodeWavFrames(format, data) };
}
