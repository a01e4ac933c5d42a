import * as z from 'zod';
import { safeMessage } from './safe-message.ts';

/** `success` as real answers give it: `true`, `"true"` or `1`. Anything else is a no. */
export const success = z
  .unknown()
  .optional()
  .transform((value) => value === true || value === 1 || value === 'true' || value === '1');

/** A count that may arrive as a number or as its digits; anything else counts as not given. */
export const count = z
  .union([z.int().min(0), z.string().regex(/^\d+$/).transform(Number).pipe(z.int())])
  .optional()
  .catch(undefined);

/** A text that may be missing or of another kind, which then counts as not given. */
export const looseText = z.string().min(1).optional().catch(undefined);

/** What the service says in its own words, fit for records and logs. */
export const looseMessage = looseText.transform((text) =>
  text === undefined ? undefined : safeMessage(text),
);

/**
 * `data`, which some servers send as `[]` or leave out when it is empty. A plain text in its place is the
 * message.
 */
export function looseData<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((value) => {
    if (value === undefined || value === null || Array.isArray(value)) return {};
    return typeof value === 'string' ? { message: value } : value;
  }, z.looseObject(shape));
}
