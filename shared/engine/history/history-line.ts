import * as z from 'zod';

/** One line of an account's separation history, which outlives the separation. */
export const historyLine = z.object({
  /** Grows from line to line, over all accounts. */
  number: z.int(),
  /** The long hash; the short one of a link until its audio is fetched, when the link names no file. */
  hash: z.string(),
  sepType: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** What it cost; 0 when it cost nothing, or was given back. */
  credits: z.int().min(0),
  /** Cancelled separations do not exist any more. */
  cancelled: z.boolean().optional(),
});

export type HistoryLine = z.infer<typeof historyLine>;
