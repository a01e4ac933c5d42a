import * as z from 'zod';

/** A setting that lists origins with commas between them, as the plain list; empty when nothing is allowed. */
export const privateOrigins = z
  .string()
  .default('')
  .transform((list) =>
    list.split(',').flatMap((part) => (part.trim() === '' ? [] : [new URL(part.trim()).origin])),
  );
