import * as z from 'zod';

/** How `get` and `get-remote` say, with HTTP 200, that there is nothing of this name (yet, or any more). */
export const notFoundReply = z.strictObject({
  success: z.literal(false),
  status: z.literal('not_found'),
  errors: z.array(z.string()).length(1),
  message: z.string(),
  data: z.strictObject({ message: z.string() }),
});
