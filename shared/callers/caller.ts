import * as z from 'zod';

/** Who owns jobs: a name that the operator gives when a key is issued. Several keys may belong to one owner. */
export const ownerName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'an owner is named by up to 40 lower-case letters, digits and dashes')
  .brand<'OwnerName'>();

export type OwnerName = z.infer<typeof ownerName>;

/** What a key is good for: looking, or also making, changing and paying for jobs. */
export const callerScope = z.enum(['read', 'write']);

export type CallerScope = z.infer<typeof callerScope>;

/** Whose jobs a key sees: its owner's, or those of everybody, uploads to the bucket included. */
export const callerSight = z.enum(['own', 'all']);

/** Somebody who showed a key that holds. */
export const caller = z.object({
  /** Names the key in lists and logs; the key itself stands nowhere. */
  keyId: z.string().min(1),
  owner: ownerName,
  scope: callerScope,
  sees: callerSight,
});

export type Caller = z.infer<typeof caller>;
