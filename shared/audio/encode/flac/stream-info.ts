/** The body of the first block of a FLAC file. */
export const STREAM_INFO_BYTES = 34;

/** Where that body begins in what the encoder describes: behind `fLaC` and the header of the block. */
const BODY_OFFSET = 8;
const FRAME_BYTES_OFFSET = 4;
/** Rate, channels and bits stand above 36 bits of the length, of which the lower 32 are more than a day. */
const LENGTH_OFFSET = 14;
const MD5_OFFSET = 18;

/** What is known of a FLAC file once it is written. */
interface Found {
  /** Samples of each channel. */
  readonly length: number;
  /** The sizes of the smallest and of the largest frame. */
  readonly frameBytes: readonly [number, number];
  /** Over all samples, interleaved, as little-endian integers. */
  readonly md5: Buffer;
}

/**
 * The body of a STREAMINFO block (RFC 9639, section 8.2): what the encoder said before it began, with what it could
 * not know then.
 */
export function streamInfo(description: Uint8Array, { length, frameBytes, md5 }: Found): Buffer {
  const info = Buffer.from(description.subarray(BODY_OFFSET, BODY_OFFSET + STREAM_INFO_BYTES));
  const [smallest, largest] = frameBytes;
  info.writeUIntBE(smallest, FRAME_BYTES_OFFSET, 3);
  info.writeUIntBE(largest, FRAME_BYTES_OFFSET + 3, 3);
  info.writeUInt32BE(length, LENGTH_OFFSET);
  info.set(md5, MD5_OFFSET);
  return info;
}
