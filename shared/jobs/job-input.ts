import * as z from 'zod';
import { jobId } from './job-id.ts';

/** What a step of the workflow is given: states carry ids, the rest stands on the record. */
export const jobInput = z.object({ jobId });
