import type { StereoSamples } from '../audio/stereo-samples.ts';
import type { NoteActivity } from '../notes/note-activity.ts';
import type { SeparationOrder } from './separator.ts';

/**
 * A way to hear the notes of a song instead of taking it apart. It has one stem, whose file holds notes. Served and
 * registered as a `Separator` is; its offer says that the stem's form is notes.
 *
 * It only tells how surely each pitch sounds, chunk by chunk; notes are made of that over the whole song, because one
 * may last for any time, and what counts as one depends on those around it. So notes know of no seams.
 */
export interface Transcriber {
  /** As a separator's. */
  readonly slug: string;
  /** As a separator's. */
  readonly contextSamples: number;
  /** No transcriber takes a second file. */
  readonly compareWith?: undefined;
  /**
   * Hears a stereo mix at `SEPARATION_RATE`.
   *
   * @returns one frame for each `FRAME_SAMPLES` that have begun.
   */
  transcribe(mix: StereoSamples, order: SeparationOrder): Promise<NoteActivity>;
}
