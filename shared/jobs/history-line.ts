import * as z from 'zod';

/** One line of a record's story. */
export const historyLine = z.object({
  at: z.iso.datetime(),
  what: z.string(),
  detail: z.string().optional(),
});
