import * as z from 'zod';

/** An answer that only says that it was done. */
export const messageReply = z.strictObject({ success: z.literal(true), message: z.string() });
