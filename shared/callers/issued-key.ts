import * as z from 'zod';
import { caller } from './caller.ts';

/** What is remembered of a key, one item each; see `key-item.ts`. The key itself is stored nowhere. */
export const issuedKey = caller.extend({
  issuedAt: z.iso.datetime(),
  /** Since when it is good for nothing any more. */
  revokedAt: z.iso.datetime().optional(),
  /** What the operator wrote to it: who has it, or what for. */
  note: z.string().optional(),
});

export type IssuedKey = z.infer<typeof issuedKey>;
