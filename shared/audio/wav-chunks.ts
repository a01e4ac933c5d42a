import { UnusableAudio } from '../errors/unusable-audio.ts';
import { wavDataSize } from './wav-data-size.ts';
import { parseWavFormat, type WavFormat } from './wav-format.ts';

export interface WavChunks {
  readonly format: WavFormat;
  /** The bytes of the samples: fewer than promised when the file was cut off. */
  readonly data: Buffer;
}

/**
 * Finds format and samples in a RIFF or RF64 WAVE file. Sizes are not trusted: a chunk ends where the file
 * ends, and a missing size means "to the end", so that cut-off and streamed files give what they hold.
 *
 * @throws UnusableAudio when there is no format, no samples, or an encoding that is not plain PCM.
 */
export function wavChunks(file: Buffer): WavChunks {
  let format: WavFormat | undefined;
  let longSize: number | undefined;
  for (let offset = 12; offset + 8 <= file.length; ) {
    const name = file.toString('latin1', offset, offset + 4);
    const body = offset + 8;
    const declared = file.readUInt32LE(offset + 4);
    const size =
      name === 'data'
        ? wavDataSize({ declared, long: longSize, next: file.subarray(body, body + 4) })
        : declared;
    const bytes = file.subarray(body, Math.min(file.length, body + size));
    if (name === 'ds64' && bytes.length >= 16) longSize = Number(bytes.readBigUInt64LE(8));
    if (name === 'fmt ') format = parseWavFormat(bytes);
    if (name === 'data') {
      if (format === undefined)
        throw new UnusableAudio('The WAV file has sound but no format. Export it again.');
      return { format, data: bytes };
    }
    offset = body + size + (size % 2);
  }
  throw new UnusableAudio('The WAV file ends before its sound begins. Export or upload it again.');
}
