import * as z from 'zod';

/** Names one separation of a job, and the folder of its stems. Unique within the job. */
export const stepName = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'use 1 to 40 lower-case letters, digits and dashes')
  .brand<'StepName'>();

export type StepName = z.infer<typeof stepName>;
