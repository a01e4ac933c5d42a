/** The keys of a piano. */
export const PITCHES = 88;

/** The lowest of them, an A, as MIDI counts. */
export const LOWEST_PITCH = 21;

/** Samples at `SEPARATION_RATE` between two frames: 86 frames a second. */
export const FRAME_SAMPLES = 512;

/** What is heard of notes in a song or a part of it: for each frame one number a pitch, from 0 to 1. */
export interface NoteActivity {
  /** How surely each pitch sounds. */
  readonly notes: Float32Array;
  /** How surely each pitch begins. */
  readonly onsets: Float32Array;
}
