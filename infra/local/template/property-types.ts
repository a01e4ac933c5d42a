import * as z from 'zod';

/*
 * CloudFormation takes numbers and booleans as text too (a Ref to a Number parameter is text), and text
 * where a number was written.
 */

/** Text, or a number or boolean read as text. */
export const cfnString = z.union([z.string(), z.union([z.number(), z.boolean()]).transform(String)]);

/** A whole or fractional number, or text that is one. */
export const cfnNumber = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);

/** true or false, or text that says so. */
export const cfnBoolean = z.union([
  z.boolean(),
  z.literal(['true', 'false']).transform((text) => text === 'true'),
]);

/**
 * A value that the part which will use it must be able to read. Its refusal then stands in the list of all
 * problems of the templates, instead of coming alone at the start of that part.
 * @param read Throws an Error that says what it does not know.
 */
export function readableBy<Schema extends z.ZodType>(
  schema: Schema,
  read: (value: z.output<Schema>) => unknown,
): Schema {
  return schema.superRefine((value, context) => {
    try {
      read(value);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    }
  });
}
