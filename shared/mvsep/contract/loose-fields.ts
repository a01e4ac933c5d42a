import * as z from 'zod';

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** A number, or its digits as text. */
const number = z.union([z.number(), z.string().regex(DECIMAL).transform(Number)]);

/** A flag that may arrive as a boolean, as 0 and 1, or as a text of either. */
const flag = z
  .union([z.boolean(), z.literal([0, 1]), z.literal(['0', '1', 'true', 'false'])])
  .transform((value) => value === true || value === 1 || value === '1' || value === 'true');

/** Fields of real answers: read where they are of a known kind, else as if they had not been sent. */
export const looseFields = {
  number: number.optional().catch(undefined),
  flag: flag.optional().catch(undefined),
  /** Any text, also an empty one. */
  text: z.string().optional().catch(undefined),
  /** A whole number that the answer makes no sense without. */
  requiredInteger: number.pipe(z.int()),
};
