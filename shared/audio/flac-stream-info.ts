export interface FlacStreamInfo {
  readonly sampleRate: number;
  readonly channels: number;
  readonly bitsPerSample: number;
  /** Samples of each channel that a frame holds at the most. */
  readonly longestFrame: number;
  /** Samples of each channel; 0 when the encoder did not know. */
  readonly samples: number;
}

/** Magic number and the header of the first metadata block stand before it. */
const BYTES_BEFORE = 8;
const BYTES = 18;

/**
 * What the first block of a FLAC stream says, be it in a file of its own or in Ogg (RFC 9639, section 8.2).
 * Undefined when the file ends before.
 */
export function flacStreamInfo(file: Buffer): FlacStreamInfo | undefined {
  const magic = file.indexOf('fLaC', 0, 'latin1');
  const block = file.subarray(magic + BYTES_BEFORE);
  if (magic < 0 || block.length < BYTES) return undefined;
  // Twenty bits of rate, three of channels, five of sample size, thirty-six of samples.
  const packed = block.readBigUInt64BE(10);
  return {
    sampleRate: Number(packed >> 44n),
    channels: Number((packed >> 41n) & 7n) + 1,
    bitsPerSample: Number((packed >> 36n) & 31n) + 1,
    longestFrame: block.readUInt16BE(2),
    samples: Number(packed & 0xfffffffffn),
  };
}
