/** A note that was heard. */
export interface Note {
  /** As MIDI counts: 60 is the middle C. */
  readonly pitch: number;
  /** Seconds since the song began. */
  readonly start: number;
  readonly end: number;
  /** How surely it was heard, from 0 to 1; what MIDI calls velocity follows from it. */
  readonly strength: number;
}
