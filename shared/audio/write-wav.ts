/** The two ways in which WAV samples are written here. */
export type WavEncoding = 'int16' | 'float32';

export interface WavShape {
  readonly encoding: WavEncoding;
  readonly channels: number;
  readonly sampleRate: number;
  /** Samples of each channel. */
  readonly length: number;
  /** Bytes of further chunks that are to follow the samples; none when it is not given. */
  readonly trailerBytes?: number;
}

const BYTES_PER_SAMPLE = { int16: 2, float32: 4 } as const;
const HEADER_BYTES = { int16: 44, float32: 58 } as const;
const TAG = { int16: 1, float32: 3 } as const;

/** The exact size of the file that `wavHeader` and `wavFrames` write, and its trailer, in bytes. */
export function wavBytes({ encoding, length, channels, trailerBytes = 0 }: WavShape): number {
  return HEADER_BYTES[encoding] + length * channels * BYTES_PER_SAMPLE[encoding] + trailerBytes;
}

/**
 * The header of a WAV file whose length is known, so that the samples can be streamed behind it. Float files
 * carry the longer format chunk and the `fact` chunk that the standard asks of everything but integer PCM.
 */
export function wavHeader(shape: WavShape): Buffer {
  const { encoding, channels, sampleRate, length } = shape;
  const bytesPerSample = BYTES_PER_SAMPLE[encoding];
  const header = Buffer.alloc(HEADER_BYTES[encoding]);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(wavBytes(shape) - 8, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(encoding === 'float32' ? 18 : 16, 16);
  header.writeUInt16LE(TAG[encoding], 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * channels * bytesPerSample, 28);
  header.writeUInt16LE(channels * bytesPerSample, 32);
  header.writeUInt16LE(bytesPerSample * 8, 34);
  if (encoding === 'float32') {
    header.write('fact', 38, 'latin1');
    header.writeUInt32LE(4, 42);
    header.writeUInt32LE(length, 46);
  }
  const data = header.length - 8;
  header.write('data', data, 'latin1');
  header.writeUInt32LE(length * channels * bytesPerSample, data + 4);
  return header;
}

/**
 * The bytes of some frames, the channels interleaved. 16 bit samples are rounded to the nearest step and
 * clipped at full scale, never wrapped around; 32 bit floats keep what exceeds it.
 */
export function wavFrames(channels: readonly Float32Array[], encoding: WavEncoding): Buffer {
  const length = channels[0]?.length ?? 0;
  const bytesPerSample = BYTES_PER_SAMPLE[encoding];
  const bytes = Buffer.allocUnsafe(length * channels.length * bytesPerSample);
  channels.forEach((channel, position) => {
    let offset = position * bytesPerSample;
    for (const value of channel) {
      if (encoding === 'int16') bytes.writeInt16LE(toInt16(value), offset);
      else bytes.writeFloatLE(value, offset);
      offset += channels.length * bytesPerSample;
    }
  });
  return bytes;
}

function toInt16(value: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(value * 32_768)));
}
