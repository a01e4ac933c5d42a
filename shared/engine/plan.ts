import * as z from 'zod';

/** What a caller may do, from most to least; also the lines of the queue, in the order in which they are served. */
export const PLANS = ['premium', 'registered', 'unregistered'] as const;

export const plan = z.enum(PLANS);

export type Plan = z.infer<typeof plan>;
