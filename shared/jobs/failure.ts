import * as z from 'zod';

/** Why something ended without its result. */
export const failure = z.object({
  /** Name of the error, as Step Functions reports it. */
  error: z.string(),
  /** A sentence for the owner of the song. */
  reason: z.string(),
  charged: z.enum(['no', 'maybe', 'yes']),
  at: z.iso.datetime(),
  /** State in which it failed. */
  phase: z.string(),
});

export type Failure = z.infer<typeof failure>;
