import { flacEncoder } from '../../../shared/audio/encode/flac-encoder.ts';
import { m4aEncoder } from '../../../shared/audio/encode/m4a-encoder.ts';
import { mp3Encoder } from '../../../shared/audio/encode/mp3-encoder.ts';
import type { StemEncoder } from '../../../shared/audio/encode/stem-encoder.ts';
import { wavEncoder } from '../../../shared/audio/encode/wav-encoder.ts';
import { findOutputFormat, type OutputFormat } from '../../../shared/mvsep/catalogue/output-format.ts';

/** An output format of the API, and what writes it. */
export interface WritableFormat extends OutputFormat {
  readonly encoder: StemEncoder;
}

/** By the ids of the API. */
const ENCODERS: Readonly<Record<number, StemEncoder>> = {
  0: mp3Encoder,
  1: wavEncoder('int16'),
  2: flacEncoder(16),
  3: m4aEncoder,
  4: wavEncoder('float32'),
  5: flacEncoder(24),
};

/** @throws Error when there is no such format: orders are checked before they are accepted. */
export function writableFormat(outputFormat: number): WritableFormat {
  const [format, encoder] = [findOutputFormat(outputFormat), ENCODERS[outputFormat]];
  if (format === undefined || encoder === undefined) {
    throw new Error(`Nothing writes the output format ${outputFormat}.`);
  }
  return { ...format, encoder };
}
