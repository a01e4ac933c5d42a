import * as z from 'zod';

/** One change of an account's balance. All of them together are the balance. */
export const ledgerEntry = z.object({
  /** Gained; lost when negative. */
  credits: z.int(),
  reason: z.enum(['opened', 'grant', 'charge', 'refund', 'mirror']),
  at: z.iso.datetime(),
  /** The separation that it is about. */
  hash: z.string().optional(),
  /** What the operator says about it. */
  note: z.string().optional(),
});

export type LedgerEntry = z.infer<typeof ledgerEntry>;
