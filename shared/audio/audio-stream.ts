/** Sound that is decoded as it is read, so that a file of any length takes the memory of one block. */
export interface AudioStream {
  readonly sampleRate: number;
  readonly channels: number;
  /** The loudspeakers of the channels, where the file says; see `mixDown`. */
  readonly speakers: number | undefined;
  /**
   * The samples, some at a time: one array a channel, all of the same length. Can be read once. Fails with
   * `UnusableAudio` where the file cannot be decoded.
   */
  readonly blocks: AsyncIterable<Float32Array[]>;
  /** Gives up what was not read. */
  close(): Promise<void>;
}
