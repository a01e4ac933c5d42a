import type { ByteSource } from '../streams/byte-source.ts';
import { SeekingReader } from '../streams/seeking-reader.ts';
import { readAiffHeader } from './aiff-header.ts';
import { type AudioFormat, audioFormat, HEAD_BYTES } from './audio-format.ts';
import { flacStreamInfo } from './flac-stream-info.ts';
import { adtsSeconds, mp3Seconds } from './frame-seconds.ts';
import { isSampleRate } from './is-sample-rate.ts';
import { readMp4Index } from './mp4/mp4-index.ts';
import { mp4Track } from './mp4/mp4-track.ts';
import { oggSeconds, opusSeconds, vorbisSeconds } from './ogg-seconds.ts';
import { skipId3 } from './skip-id3.ts';
import { unusualRate } from './unusual-rate.ts';
import { readWavHeader } from './wav-header.ts';

/**
 * How long a file plays, from its headers alone: nothing is decoded. When the headers tell the truth, this is what
 * decoding gives, up to a moment of padding, and less by a few seconds for Ogg. MP3 and bare AAC are read to their end,
 * of everything else a few pieces.
 *
 * @returns seconds; undefined when the headers do not tell.
 * @throws UnusableAudio as `streamAudio` does when the file cannot be read at all.
 */
export async function audioSeconds(source: ByteSource): Promise<number | undefined> {
  const file = new SeekingReader(source);
  try {
    await skipId3(file);
    const format = audioFormat(await file.peek(HEAD_BYTES));
    return await MEASURES[format](file, source);
  } finally {
    await file.close();
  }
}

type Measure = (file: SeekingReader, source: ByteSource) => Promise<number | undefined>;

const MEASURES: Readonly<Record<AudioFormat, Measure>> = {
  wav: async (file, { bytes }) => {
    const { format, size } = await readWavHeader(file);
    return pcmSeconds(format, Math.min(size, bytes - file.position));
  },
  aiff: async (file, { bytes }) => {
    const { format, start, size } = await readAiffHeader(file);
    const frames = format.samples * format.channels * format.bytesPerSample;
    return pcmSeconds(format, Math.min(size, frames, bytes - start));
  },
  flac: flacSeconds,
  'ogg-flac': async (file, source) => {
    const info = flacStreamInfo(await file.peek(HEAD_BYTES));
    return (await flacSeconds(file)) ?? (info && (await oggSeconds(file, source, info.sampleRate)));
  },
  mp3: mp3Seconds,
  aac: adtsSeconds,
  vorbis: vorbisSeconds,
  opus: opusSeconds,
  m4a: async (file) => {
    const { window } = mp4Track(await readMp4Index(file));
    return window.seconds;
  },
};

async function flacSeconds(file: SeekingReader): Promise<number | undefined> {
  const info = flacStreamInfo(await file.peek(HEAD_BYTES));
  return info === undefined || info.samples === 0 ? undefined : lasting(info.samples, info.sampleRate);
}

interface PcmShape {
  readonly channels: number;
  readonly bytesPerSample: number;
  readonly sampleRate: number;
}

function pcmSeconds({ channels, bytesPerSample, sampleRate }: PcmShape, bytes: number): number {
  return lasting(Math.max(0, bytes) / (channels * bytesPerSample), sampleRate);
}

function lasting(samples: number, samplesPerSecond: number): number {
  if (!isSampleRate(samplesPerSecond)) throw unusualRate(samplesPerSecond);
  return samples / samplesPerSecond;
}
