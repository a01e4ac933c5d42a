import * as z from 'zod';
import { objectChecksum } from './checksum/object-checksum.ts';

/** What is kept about an object besides its bytes. */
export const objectDetails = z.object({
  /** Content-Type, Cache-Control, Content-Disposition, Content-Encoding, Content-Language, Expires; lower-case names. */
  headers: z.record(z.string(), z.string()),
  /** User metadata by lower-case name without "x-amz-meta-". */
  metadata: z.record(z.string(), z.string()),
  tags: z.array(z.tuple([z.string(), z.string()])),
  checksum: objectChecksum.optional(),
});

export type ObjectDetails = z.infer<typeof objectDetails>;
