/** The channel of drums in General MIDI, from 0. */
export const DRUM_CHANNEL = 9;
