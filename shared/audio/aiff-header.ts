import { UnusableAudio } from '../errors/unusable-audio.ts';
import type { SeekingReader } from '../streams/seeking-reader.ts';

/** How the samples of an AIFF file are stored. */
export interface AiffFormat {
  readonly encoding: 'integer' | 'float';
  readonly channels: number;
  readonly sampleRate: number;
  readonly bytesPerSample: number;
  readonly isLittleEndian: boolean;
  /** Samples of each channel; Infinity when whoever wrote it did not know. */
  readonly samples: number;
}

export interface AiffHeader {
  readonly format: AiffFormat;
  /** Where the first sample is. */
  readonly start: number;
  /** Bytes of the samples by the header, which may be more than there are. */
  readonly size: number;
}

/** Fields of the common chunk up to the kind of compression, which AIFF-C has behind them. */
const COMMON_BYTES = 18;

/**
 * Finds format and samples of an AIFF or AIFF-C file (Apple, Audio Interchange File Format 1.3 and AIFF-C draft 08/26/91), in
 * whichever order they come.
 *
 * @throws UnusableAudio when one of them is missing, or the samples are compressed.
 */
export async function readAiffHeader(file: SeekingReader): Promise<AiffHeader> {
  await file.seek(file.position + 12);
  let format: AiffFormat | undefined;
  let sound: Omit<AiffHeader, 'format'> | undefined;
  while (format === undefined || sound === undefined) {
    const header = await file.take(8);
    if (header.length < 8) {
      throw new UnusableAudio('The AIFF file ends before format and sound are complete. Export it again.');
    }
    const name = header.toString('latin1', 0, 4);
    const size = header.readUInt32BE(4);
    const body = file.position;
    if (name === 'COMM') format = parseCommon(await file.take(Math.min(size, COMMON_BYTES + 4)));
    if (name === 'SSND') {
      const offsets = await file.take(8);
      const before = offsets.length < 8 ? 8 : 8 + offsets.readUInt32BE(0);
      sound = { start: body + before, size: Math.max(0, size - before) };
    }
    await file.seek(body + size + (size % 2));
  }
  return { format, ...sound };
}

function parseCommon(common: Buffer): AiffFormat {
  if (common.length < COMMON_BYTES) {
    throw new UnusableAudio('The AIFF file ends inside its header. Export or upload it again.');
  }
  const channels = common.readUInt16BE(0);
  const bits = common.readUInt16BE(6);
  const compression = common.length < COMMON_BYTES + 4 ? 'NONE' : common.toString('latin1', COMMON_BYTES);
  const encoding = /^fl(?:32|64)$/i.test(compression) ? 'float' : 'integer';
  const isPlain = encoding === 'float' || ['NONE', 'twos', 'sowt', 'in24', 'in32'].includes(compression);
  const bytesPerSample = encoding === 'float' ? Number(compression.slice(2)) / 8 : Math.ceil(bits / 8);
  if (!isPlain || channels === 0 || bytesPerSample < 1 || (encoding === 'integer' && bytesPerSample > 4)) {
    throw new UnusableAudio(
      `The AIFF file is compressed or unusual inside (${JSON.stringify(compression)}, ${channels} channels, ${bits} bit). ` +
        'Export it as 16, 24 or 32 bit PCM.',
    );
  }
  return {
    encoding,
    channels,
    // Old machines had rates with a fraction of a hertz, which nobody hears.
    sampleRate: Math.round(readExtended(common.subarray(8))),
    bytesPerSample,
    isLittleEndian: compression === 'sowt',
    samples: common.readUInt32BE(2) || Number.POSITIVE_INFINITY,
  };
}

/** A positive number of 80 bits, as the rate is written (IEEE 754 extended precision). */
function readExtended(bytes: Buffer): number {
  return Number(bytes.readBigUInt64BE(2)) * 2 ** (bytes.readUInt16BE(0) - 16_383 - 63);
}
