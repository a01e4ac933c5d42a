import * as z from 'zod';

/** What is asked of one song: a type, its options, and the format of the stems. */
export const separation = z.strictObject({
  /** `sep_type` on the wire. */
  separationType: z.int().min(0),
  options: z
    .partialRecord(z.enum(['add_opt1', 'add_opt2', 'add_opt3', 'add_opt4']), z.string().max(10_000))
    .default({}),
  /** `output_format` on the wire. */
  outputFormat: z.int().min(0).max(5),
});

export type Separation = z.infer<typeof separation>;
export type SeparationOptions = Separation['options'];
