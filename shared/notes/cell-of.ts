import { FRAME_SAMPLES, PITCHES } from './note-activity.ts';

/** Where the numbers of the first frame begin that stands at a sample or after it. */
export function cellOf(sample: number): number {
  return Math.ceil(sample / FRAME_SAMPLES) * PITCHES;
}
