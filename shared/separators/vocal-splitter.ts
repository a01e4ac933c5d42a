import type { StereoSamples } from '../audio/stereo-samples.ts';

/** What takes the voices out of a mix, for separators that go on with them. */
export interface VocalSplitter {
  /** How many samples around a moment its answer may depend on. */
  readonly contextSamples: number;
  /**
   * The two add up to the mix.
   *
   * @param start where the mix begins in its song, in samples.
   */
  split(
    mix: StereoSamples,
    start: number,
  ): Promise<{ readonly vocals: StereoSamples; readonly instrumental: StereoSamples }>;
}
