import * as z from 'zod';

const fields = z.record(z.string(), z.unknown());

/**
 * Reads what an answer is about, whether it stands bare or under `data`. An answer that says no, or whose
 * `data` is of another kind, is none.
 *
 * @example unwrapped(z.array(item)).parse({ success: 'true', data: [] }); // []
 */
export function unwrapped<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => {
    const answer = fields.safeParse(value);
    if (!answer.success) return value;
    const { success, data } = answer.data;
    if (success === false || success === 'false' || success === 0 || success === '0') return undefined;
    return data ?? value;
  }, schema);
}
