import { UnusableAudio } from '../errors/unusable-audio.ts';

/** How the samples of a WAV file are stored. */
export interface WavFormat {
  readonly encoding: 'integer' | 'float';
  readonly channels: number;
  readonly sampleRate: number;
  readonly bytesPerSample: number;
  /** The loudspeakers of the channels, one bit for each, where the file says. */
  readonly speakers?: number;
}

const FORMAT_INTEGER = 1;
const FORMAT_FLOAT = 3;
/** WAVE_FORMAT_EXTENSIBLE: the true format is the first two bytes of a GUID at the end of the chunk. */
const FORMAT_EXTENSIBLE = 0xfffe;

/**
 * Reads the body of a WAV file's `fmt ` chunk.
 *
 * @throws UnusableAudio when it is cut off, or the encoding is not plain PCM.
 */
export function parseWavFormat(bytes: Buffer): WavFormat {
  if (bytes.length < 16)
    throw new UnusableAudio('The WAV file ends inside its header. Export or upload it again.');
  const tag = bytes.readUInt16LE(0);
  const channels = bytes.readUInt16LE(2);
  const sampleRate = bytes.readUInt32LE(4);
  const bytesPerSample = Math.ceil(bytes.readUInt16LE(14) / 8);
  const isExtended = tag === FORMAT_EXTENSIBLE && bytes.length >= 26;
  const encodingTag = isExtended ? bytes.readUInt16LE(24) : tag;
  const speakers = isExtended ? { speakers: bytes.readUInt32LE(20) } : {};
  if (channels === 0) throw new UnusableAudio('The WAV file says that it has 0 channels. Export it again.');
  if (encodingTag === FORMAT_INTEGER && bytesPerSample >= 1 && bytesPerSample <= 4) {
    return { encoding: 'integer', channels, sampleRate, bytesPerSample, ...speakers };
  }
  if (encodingTag === FORMAT_FLOAT && (bytesPerSample === 4 || bytesPerSample === 8)) {
    return { encoding: 'float', channels, sampleRate, bytesPerSample, ...speakers };
  }
  throw new UnusableAudio(
    `The WAV file is compressed or unusual inside (format ${encodingTag}, ${bytes.readUInt16LE(14)} bit). ` +
      'Export it as 16, 24 or 32 bit PCM.',
  );
}
