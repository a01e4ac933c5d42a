import { flacStreamInfo } from '../../shared/audio/flac-stream-info.ts';
import { wavChunks } from '../../shared/audio/wav-chunks.ts';

/** What a lossless file says of its sound. */
export interface AudioShape {
  readonly sampleRate: number;
  readonly channels: number;
  /** Of each channel. */
  readonly samples: number;
  readonly bitsPerSample: number;
}

/** Reads the header of a WAV or FLAC file. @throws UnusableAudio or Error with a sentence when there is none. */
export function audioShape(file: Buffer): AudioShape {
  if (file.toString('latin1', 0, 4) !== 'fLaC') {
    const { format, data } = wavChunks(file);
    const { sampleRate, channels, bytesPerSample } = format;
    const samples = Math.floor(data.length / (channels * bytesPerSample));
    return { sampleRate, channels, samples, bitsPerSample: bytesPerSample * 8 };
  }
  const info = flacStreamInfo(file);
  if (info === undefined || info.samples === 0) throw new Error('The FLAC file does not tell its length.');
  return info;
}
