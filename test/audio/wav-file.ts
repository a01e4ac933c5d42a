import { type WavEncoding, wavFrames, wavHeader } from '../../shared/audio/write-wav.ts';

/** A whole WAV file in memory, for songs that are short. */
export function wavFile(
  channels: readonly Float32Array[],
  sampleRate: number,
  encoding: WavEncoding = 'int16',
): Buffer {
  const length = channels[0]?.length ?? 0;
  const header = wavHeader({ encoding, channels: channels.length, sampleRate, length });
  return Buffer.concat([header, wavFrames(channels, encoding)]);
}
