import * as z from 'zod';
import { jobId } from './job-id.ts';
import { stepName } from './step-name.ts';

/** Which separation of which job. States of the workflow carry this and no more. */
export const stepRef = z.object({ jobId, step: stepName });

export type StepRef = z.infer<typeof stepRef>;
