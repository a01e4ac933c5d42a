import * as z from 'zod';

/** Yes or no as an integer; only `success` and `job_exists` are real booleans on the wire. */
export const wireFlag = z.literal([0, 1]);
