import * as z from 'zod';
import { CHECKSUM_ALGORITHMS } from './checksum-algorithm.ts';

/** A checksum kept with an object or a part. */
export const objectChecksum = z.object({
  algorithm: z.enum(CHECKSUM_ALGORITHMS),
  /** Base64; a composite one of a multipart object ends in "-<number of parts>". */
  value: z.string(),
  type: z.enum(['FULL_OBJECT', 'COMPOSITE']),
});

export type ObjectChecksum = z.infer<typeof objectChecksum>;
