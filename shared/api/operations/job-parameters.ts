import * as z from 'zod';
import { jobId } from '../../jobs/job-id.ts';

/** The path of one job. */
export const jobParameters = z.strictObject({ jobId: jobId.describe('As `createJobs` answered it.') });
