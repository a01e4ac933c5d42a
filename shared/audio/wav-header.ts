import { UnusableAudio } from '../errors/unusable-audio.ts';
import type { SeekingReader } from '../streams/seeking-reader.ts';
import { wavDataSize } from './wav-data-size.ts';
import { parseWavFormat, type WavFormat } from './wav-format.ts';

/** More than any format chunk has. */
const MOST_HEADER_BYTES = 64;

export interface WavHeader {
  readonly format: WavFormat;
  /** Bytes of the samples by the header; Infinity when they go on to the end of the file. */
  readonly size: number;
}

/**
 * Reads a RIFF or RF64 WAVE file up to its first sample, by the same rules as `wavChunks`.
 *
 * @throws UnusableAudio when there is no format, no samples, or an encoding that is not plain PCM.
 */
export async function readWavHeader(file: SeekingReader): Promise<WavHeader> {
  await file.seek(file.position + 12);
  let format: WavFormat | undefined;
  let long: number | undefined;
  for (;;) {
    const header = await file.take(8);
    if (header.length < 8) {
      throw new UnusableAudio('The WAV file ends before its sound begins. Export or upload it again.');
    }
    const name = header.toString('latin1', 0, 4);
    const declared = header.readUInt32LE(4);
    if (name === 'data') {
      if (format === undefined)
        throw new UnusableAudio('The WAV file has sound but no format. Export it again.');
      return { format, size: wavDataSize({ declared, long, next: await file.peek(4) }) };
    }
    const end = file.position + declared + (declared % 2);
    const head = await file.take(Math.min(declared, MOST_HEADER_BYTES));
    if (name === 'ds64' && head.length >= 16) long = Number(head.readBigUInt64LE(8));
    if (name === 'fmt ') format = parseWavFormat(head);
    await file.seek(end);
  }
}
