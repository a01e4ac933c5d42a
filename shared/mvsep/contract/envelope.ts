import * as z from 'zod';

/** `success` as real answers give it: `true`, `"true"` or `1`. Anything else is a no. */
export const success = z
  .unknown()
  .optional()
  .transform((value) => value === true || value === 1 || value === 'true' || value === '1');

/** A count that may arrive as a number or as its digits; anything else counts as not given. */
export const count = z
  .union([z.int().min(0), z.string().regex(/^\d+$/).transform(Number)])
  .optional()
  .catch(undefined);

/** A text that may be missing or of another kind, which then counts as not given. */
export const looseText = z.string().min(1).optional().catch(undefined);

/** `data`, which some servers send as `[]` or leave out when it is empty. */
export function looseData<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess(
    (value) => (value === undefined || value === null || Array.isArray(value) ? {} : value),
    z.looseObject(shape),
  );
}
