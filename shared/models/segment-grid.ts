/** How a song is cut for a network that sees a fixed length at once, in samples. */
export interface SegmentGrid {
  /** What the network sees at once. */
  readonly length: number;
  /** How much of it, at each end, only gives context and is not kept. */
  readonly margin: number;
  /** From one segment to the next. */
  readonly step: number;
}

/** A grid whose segments share this part of what they keep with the next one. */
export function segmentGrid(length: number, margin: number, overlap: number): SegmentGrid {
  return { length, margin, step: Math.max(1, Math.round((length - 2 * margin) * (1 - overlap))) };
}

/** How many samples around a moment its result depends on: on all of every segment that keeps it. */
export function contextOf({ length, margin }: SegmentGrid): number {
  return length - margin;
}
