import type * as z from 'zod';
import { wireHash } from './wire-hash.ts';

/**
 * Names one separation in `get` and `cancel`, for example
 * `20230327071601-0e3e5c6c85-13-dimensions.mp3`: UTC time, an opaque part, the file name as a slug.
 */
export const separationHash = wireHash.brand<'SeparationHash'>();

export type SeparationHash = z.infer<typeof separationHash>;

/** Whether a hash has the shape that the service gives to separations, as opposed to remote uploads. */
export function looksLikeSeparationHash(hash: string): boolean {
  return /^\d{14}-[0-9a-f]{10}-/.test(hash);
}
