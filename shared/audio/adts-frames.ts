/** Without and with a checksum. */
export const ADTS_HEADER_BYTES = 7;

/** How far into a file a frame is looked for. */
const SEARCH_BYTES = 64 * 1024;

/** ISO/IEC 14496-3, table 1.18. */
const SAMPLE_RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
];

export interface AdtsFrame {
  readonly bytes: number;
  /** Of the core: spectral band replication doubles samples and rate, and leaves this. */
  readonly seconds: number;
}

/** The offset of the first two ADTS frames in a row: a single header appears in any data by chance. */
export function findAdtsFrame(file: Buffer): number | undefined {
  const end = Math.min(file.length - ADTS_HEADER_BYTES, SEARCH_BYTES);
  for (let offset = 0; offset <= end; offset++) {
    const frame = adtsFrame(file, offset);
    if (frame === undefined) continue;
    const next = offset + frame.bytes;
    if (next > file.length - ADTS_HEADER_BYTES || adtsFrame(file, next) !== undefined) return offset;
  }
  return undefined;
}

/** The ADTS frame at an offset (ISO/IEC 14496-3, annex 1.A.2), when there is one. */
export function adtsFrame(file: Buffer, offset: number): AdtsFrame | undefined {
  if (offset + ADTS_HEADER_BYTES > file.length) return undefined;
  const isSync = file.readUInt16BE(offset) >>> 4 === 0xfff && (file.readUInt8(offset + 1) & 6) === 0;
  const sampleRate = SAMPLE_RATES[(file.readUInt8(offset + 2) >>> 2) & 15];
  if (!isSync || sampleRate === undefined) return undefined;
  const bytes = (file.readUInt32BE(offset + 3) >>> 13) & 0x1fff;
  const blocks = (file.readUInt8(offset + 6) & 3) + 1;
  return bytes < ADTS_HEADER_BYTES ? undefined : { bytes, seconds: (1024 * blocks) / sampleRate };
}
