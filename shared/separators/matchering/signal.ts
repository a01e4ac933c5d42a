/** Samples that are looked at in places: an array of them, or what makes them when they are asked for. */
export interface Signal {
  readonly length: number;
  subarray(start: number, end: number): Float32Array;
}
