import type { StereoSamples } from '../audio/stereo-samples.ts';
import type { SeparationOptions } from '../mvsep/catalogue/separation.ts';

/** The one rate at which separators work, in samples a second. */
export const SEPARATION_RATE = 44_100;

/** Chunks of a song start on multiples of this. Every separator's hop divides it, so all share one grid of frames. */
export const CHUNK_GRID_SAMPLES = 4096;

/** A comparison is stored like sound, as one array for the mid channel and one for the side. */
export const COMPARISON_CHANNELS = 2;

/** What a separator found out about two whole songs: arrays of one length, handed to every chunk. */
export type Comparison = readonly Float32Array[];

/** Where in its song a mix lies, in samples. */
export interface SongPlace {
  readonly start: number;
  readonly songSamples: number;
}

/** What is asked of a separator. */
export interface SeparationOrder {
  /** One of the types that are offered in its name. */
  readonly sepType: number;
  readonly options: SeparationOptions;
  /** Of types that take a second file: what `compareWith` found out. */
  readonly comparison?: Comparison;
  /** Where the mix lies in its song, for separators with a grid of their own; absent when it is the whole song. */
  readonly place?: SongPlace;
}

/**
 * A way to take a mix apart. To serve another separation type, write one of these in a file of its own and add it
 * to the registry, and an `Offer` for each type that it serves.
 *
 * The stems of one mix add up to the mix, sample by sample, to float precision, wherever the type is a separation.
 * Types that take a second file change the first one after the second.
 */
export interface Separator {
  /** The algorithm's part of the file names: lower case, digits and underscores. Offers name it by this. */
  readonly slug: string;
  /**
   * How many samples around a moment its result may depend on. A chunk that brings this much of its
   * neighbours is separated exactly as the whole song would be, as long as it starts on a multiple of
   * `CHUNK_GRID_SAMPLES`, and the order says where.
   */
  readonly contextSamples: number;
  /**
   * Only of types that take a second file, the reference: looks at both songs whole, at `SEPARATION_RATE`, before
   * the first is cut into chunks. In two steps, so that the reference can be forgotten before the target is read.
   *
   * @throws UnusableAudio when nothing can be learnt from them.
   */
  readonly compareWith?: (reference: StereoSamples) => Promise<(target: StereoSamples) => Comparison>;
  /**
   * Takes apart a stereo mix at `SEPARATION_RATE`; answers the stems in the order of its offer. Where the mix stays
   * within full scale, so does every stem. The mix holds finite samples of a size that `decodeAudio` lets pass.
   */
  separate(mix: StereoSamples, order: SeparationOrder): Promise<StereoSamples[]>;
}
