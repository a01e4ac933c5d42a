/** A format that stems can be delivered in. */
export interface OutputFormat {
  /** `output_format` on the wire. */
  readonly id: number;
  /** As the service names it in answers. */
  readonly name: string;
  readonly extension: string;
  readonly contentType: string;
  readonly premiumOnly: boolean;
}

/** The six output formats of the API, by id. */
export const OUTPUT_FORMATS: readonly OutputFormat[] = [
  { id: 0, name: 'mp3 (320 kbps)', extension: 'mp3', contentType: 'audio/mpeg', premiumOnly: false },
  {
    id: 1,
    name: 'wav (uncompressed, 16 bit)',
    extension: 'wav',
    contentType: 'audio/wav',
    premiumOnly: false,
  },
  {
    id: 2,
    name: 'flac (lossless, 16 bit)',
    extension: 'flac',
    contentType: 'audio/flac',
    premiumOnly: false,
  },
  { id: 3, name: 'm4a (lossy)', extension: 'm4a', contentType: 'audio/mp4', premiumOnly: false },
  {
    id: 4,
    name: 'wav (uncompressed, 32 bit)',
    extension: 'wav',
    contentType: 'audio/wav',
    premiumOnly: true,
  },
  { id: 5, name: 'flac (lossless, 24 bit)', extension: 'flac', contentType: 'audio/flac', premiumOnly: true },
];

/** The format with this id; undefined when there is none. */
export function findOutputFormat(id: number): OutputFormat | undefined {
  return OUTPUT_FORMATS.find((format) => format.id === id);
}
