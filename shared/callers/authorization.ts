import * as z from 'zod';
import { caller } from './caller.ts';

/**
 * What the authorizer found out, as the function behind it finds it in the event.
 *
 * It lets every request through: a refusal of API Gateway's own would be a sentence without a reason. The function
 * refuses instead (`requireCaller`), and it does so as well when no authorizer stood before it.
 */
export const authorization = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('known'),
    caller,
    /** Requests that the key may make in a minute, and what is left of them. */
    limit: z.int(),
    remaining: z.int(),
    /** Whether this request is one too many. */
    isOver: z.boolean(),
    /** Until the next minute begins. */
    secondsLeft: z.int(),
  }),
  z.object({ outcome: z.literal('missing') }),
  z.object({ outcome: z.literal('unknown') }),
  z.object({ outcome: z.literal('revoked') }),
  /** The keys could not be looked up: that says nothing about this one. */
  z.object({ outcome: z.literal('unchecked') }),
]);

export type Authorization = z.infer<typeof authorization>;
