import * as z from 'zod';
import type { ReportedError } from './failed-execution.ts';

/** The Cause of a failed function, which Lambda writes as JSON. */
const lambdaCause = z.object({ errorMessage: z.string().min(1) });

/**
 * What the person is told whose wish failed in a workflow: the message of an error that was written for people,
 * else a general sentence. The whole of the error belongs into the log.
 *
 * @param speaking names of the errors whose messages are written for people.
 */
export function spokenReason(
  { name, cause = '' }: ReportedError,
  speaking: readonly string[],
  general: string,
): string {
  if (!speaking.includes(name)) return general;
  try {
    return lambdaCause.parse(JSON.parse(cause)).errorMessage;
  } catch {
    return general; // A cause that Lambda did not write, or cut off.
  }
}
