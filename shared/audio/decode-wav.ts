import type { SeekingReader } from '../streams/seeking-reader.ts';
import { decodeWavFrames } from './decode-wav-frames.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { frameBlocks } from './frame-blocks.ts';
import { readWavHeader } from './wav-header.ts';

/**
 * Decodes a RIFF or RF64 WAVE file as it arrives, by the same rules as `readWav`.
 *
 * @throws UnusableAudio when there is no format, no samples, or an encoding that is not plain PCM.
 */
export async function* decodeWav(file: SeekingReader): AsyncGenerator<DecodedAudio> {
  const { format, size } = await readWavHeader(file);
  const { sampleRate, speakers } = format;
  for await (const bytes of frameBlocks(file, format, size)) {
    const channels = decodeWavFrames(format, bytes);
    yield speakers === undefined ? { sampleRate, channels } : { sampleRate, channels, speakers };
  }
  // Only at its end does a source know whether it was whole, so what stands behind the sound is read as well.
  await file.skipRest();
}
