/** A file that can be read from any place and as often as needed: one in memory, or in a bucket by ranges. */
export interface ByteSource {
  /** Bytes of the whole file; Infinity where that is not known. */
  readonly bytes: number;
  /** It can be read only once, from its beginning: the one way to a later place is to read over what lies before. */
  readonly isSequential?: boolean;
  /** Reads from an offset on, as far as whoever reads goes; nothing behind the end. */
  readFrom(offset: number): AsyncIterable<Uint8Array>;
}
