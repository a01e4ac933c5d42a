/** Samples of the window that the network sees, at half of `SEPARATION_RATE`. */
export const WINDOW_SAMPLES = 43_844;

/** Frames that it tells of a window; the first one stands at the window's first sample. */
export const WINDOW_FRAMES = 172;
