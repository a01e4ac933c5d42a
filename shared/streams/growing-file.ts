/**
 * A file that is written from its beginning to its end, by somebody who cannot go back in it, except to its head:
 * many formats say there what is known only once everything is written.
 */
export interface GrowingFile {
  /** Writes behind what was written before. Resolves when it takes more. */
  append(bytes: Uint8Array): Promise<void>;
  /**
   * Replaces bytes that were appended before.
   *
   * @throws RangeError when they do not lie within the first `REWRITABLE_BYTES`, or were not appended yet.
   */
  rewrite(position: number, bytes: Uint8Array): void;
}

/** How much of the beginning of a file can still be rewritten when its end is written. */
export const REWRITABLE_BYTES = 8 * 1024 * 1024;
