import type * as z from 'zod';
import type { errorReply } from '../contract/error-reply.ts';

/** An error as every client of the API finds it: some read `errors[0]`, some `message`, some `data.message`. */
export function refusalBody(message: string) {
  return { success: false as const, errors: [message], message, data: { message } };
}

/**
 * The same for calls whose clients read `message` as an object of arrays.
 *
 * @param byField sentences by field; at least one.
 */
export function fieldRefusalBody(
  byField: Readonly<Record<string, readonly string[]>>,
): z.input<typeof errorReply> {
  const errors = Object.values(byField).flat();
  const message = Object.fromEntries(Object.entries(byField).map(([field, all]) => [field, [...all]]));
  return { success: false, errors, message, data: { message: errors[0] ?? '' } };
}
