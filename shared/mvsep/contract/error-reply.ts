import * as z from 'zod';

/**
 * What a server sends when it refuses a call: the same sentence in the three places where clients look for it.
 * `message` is an object of lists where fields of a form are wrong on login and register.
 */
export const errorReply = z.strictObject({
  success: z.literal(false),
  status: z.string().optional().describe('On separation/get and separation/get-remote only.'),
  errors: z.array(z.string()).min(1),
  message: z.union([z.string(), z.record(z.string(), z.array(z.string()).min(1))]),
  data: z.strictObject({ message: z.string() }),
});
