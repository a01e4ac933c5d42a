import type { ObjectDetails } from './object-details.ts';
import type { Segment } from './segment.ts';

/** A stored object. */
export interface ObjectRecord {
  readonly key: string;
  /** Without quotes; "-<parts>" at the end for a multipart object. */
  readonly etag: string;
  readonly bytes: number;
  readonly modified: Date;
  readonly segments: readonly Segment[];
  readonly details: ObjectDetails;
}
