import * as z from 'zod';

/** A limit of the budget as it stands in a function's environment: a number of credits, or `unlimited`. */
export const creditLimit = z.union([
  z.literal('unlimited').transform(() => undefined),
  z.coerce.number().int().min(1),
]);
