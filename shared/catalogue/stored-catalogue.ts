import * as z from 'zod';
import { catalogue } from '../mvsep/catalogue/separation-type.ts';

/** A catalogue as it lies in the bucket: what the service ran, and at what price, when it was asked. */
export const storedCatalogue = z.object({
  readAt: z.iso.datetime(),
  /** Host of the service. */
  upstream: z.string(),
  catalogue,
});

export type StoredCatalogue = z.infer<typeof storedCatalogue>;
