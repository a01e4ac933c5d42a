/** Sound as it came out of a file, whole or a part of it. */
export interface DecodedAudio {
  /** Samples a second. */
  readonly sampleRate: number;
  /** One array per channel, all of the same length, samples from -1 to 1. */
  readonly channels: readonly Float32Array[];
  /** The loudspeakers of the channels, where the file says; see `mixDown`. */
  readonly speakers?: number;
}
