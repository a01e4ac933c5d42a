import * as z from 'zod';

/** A time as servers send it: UTC, `2024-02-12 16:19:29`. */
export const wireTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/)
  .describe('UTC, such as 2024-02-12 16:19:29.');
