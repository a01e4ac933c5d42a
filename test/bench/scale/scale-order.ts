/** A separation of a long song: what goes in, and what is asked for. */
export interface ScaleOrder {
  readonly minutes: number;
  /** Formats by the ids of the API. */
  readonly inputFormat: number;
  readonly outputFormat: number;
  readonly sepType: number;
  /** Whether the functions that separate chunks are killed once while they work. */
  readonly interrupted: boolean;
  /** Whether the stems are held against those of the song in one go; both formats have to be that of floats. */
  readonly compared: boolean;
}
