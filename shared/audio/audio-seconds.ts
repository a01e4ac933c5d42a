import { audioFormat, withoutId3 } from './audio-format.ts';
import { flacStreamInfo } from './flac-stream-info.ts';
import { isSampleRate } from './is-sample-rate.ts';
import { mp3Seconds } from './mp3-frames.ts';
import { vorbisSeconds } from './vorbis-seconds.ts';
import { wavChunks } from './wav-chunks.ts';

/**
 * How long a file plays, from its headers alone: nothing is decoded, and no more memory taken than the file has.
 * When the headers tell the truth, this is what decoding gives, up to a moment of padding, and less by a few
 * seconds for Ogg Vorbis.
 *
 * @returns seconds; undefined when the headers do not tell.
 * @throws UnusableAudio as `decodeAudio` does when the file cannot be read at all.
 */
export function audioSeconds(file: Buffer): number | undefined {
  const sound = withoutId3(file);
  switch (audioFormat(sound)) {
    case 'wav': {
      const { format, data } = wavChunks(sound);
      return lasting(data.length / (format.channels * format.bytesPerSample), format.sampleRate);
    }
    case 'flac': {
      const info = flacStreamInfo(sound);
      return info === undefined || info.samples === 0 ? undefined : lasting(info.samples, info.sampleRate);
    }
    case 'mp3':
      return mp3Seconds(sound);
    case 'vorbis':
      return vorbisSeconds(sound);
  }
}

function lasting(samples: number, samplesPerSecond: number): number | undefined {
  return isSampleRate(samplesPerSecond) ? samples / samplesPerSecond : undefined;
}
