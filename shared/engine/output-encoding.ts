import type { WavEncoding } from '../audio/write-wav.ts';
import { OUTPUT_FORMATS, type OutputFormat } from '../mvsep/catalogue/output-format.ts';

/** An output format that this Engine can write. */
export interface OutputEncoding extends OutputFormat {
  readonly encoding: WavEncoding;
}

const ENCODINGS: Readonly<Record<number, WavEncoding>> = { 1: 'int16', 4: 'float32' };

/** The output formats of the API that can be written here. */
export const OUTPUT_ENCODINGS: readonly OutputEncoding[] = OUTPUT_FORMATS.flatMap((format) => {
  const encoding = ENCODINGS[format.id];
  return encoding === undefined ? [] : [{ ...format, encoding }];
});

/** The encoding of an `output_format`; undefined when it cannot be written here. */
export function findOutputEncoding(id: number): OutputEncoding | undefined {
  return OUTPUT_ENCODINGS.find((encoding) => encoding.id === id);
}
