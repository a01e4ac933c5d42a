import * as z from 'zod';

/** The id of the account that comes with the Engine; its token is a secret of the deployment. */
export const OWNER_ID = 'owner';

/** Its email address, which nobody can register: in a domain for addresses that lead nowhere (RFC 2606). */
export const OWNER_EMAIL = 'owner@engine.invalid';

/** Who may call the Engine, what of, and with how many credits. One item an account; see `account-keys.ts`. */
export const account = z.object({
  /** `owner`, or twenty hex digits. */
  id: z.string().min(1),
  name: z.string(),
  email: z.string(),
  /** Made by scrypt; the owner has none, and cannot log in. */
  passwordHash: z.string().optional(),
  /** Credits left: `premium_minutes` on the wire. Always the sum of the account's ledger. */
  balance: z.int(),
  /** Whether separations are charged, and have the rights of premium. */
  premiumEnabled: z.boolean(),
  /** Whether names of stem files tell the algorithm. */
  longFilenames: z.boolean(),
  /** Whether its email address is confirmed; true as well where nobody asks for that. */
  verified: z.boolean(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export type Account = z.infer<typeof account>;
