/** Sound as it came out of a file. */
export interface DecodedAudio {
  /** Samples a second. */
  readonly sampleRate: number;
  /** One array per channel, all of the same length, samples from -1 to 1. */
  readonly channels: readonly Float32Array[];
}
