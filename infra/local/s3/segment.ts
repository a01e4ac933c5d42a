import * as z from 'zod';

/** A run of an object's bytes: one file. A multipart object has one for each part, so completing it copies nothing. */
export const segment = z.object({ file: z.string(), bytes: z.number() });

export type Segment = z.infer<typeof segment>;
