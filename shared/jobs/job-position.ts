import * as z from 'zod';
import { WrongCursor } from '../errors/wrong-cursor.ts';
import { jobId } from './job-id.ts';

/** Longer than any position is. */
const LONGEST_CURSOR = 300;

/**
 * A place in a list of jobs: behind this job, in the list of this month where a list goes from month to month. It says
 * nothing of whose list it is, so that nobody gets into another one by it.
 */
const jobPosition = z.strictObject({
  month: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional(),
  after: z.strictObject({ submittedAt: z.iso.datetime(), jobId }).optional(),
});

export type JobPosition = z.infer<typeof jobPosition>;

/** A position as it goes out and comes back. */
export function writePosition(at: JobPosition): string {
  return Buffer.from(JSON.stringify(at)).toString('base64url');
}

/** @throws WrongCursor */
export function readPosition(cursor: string): JobPosition {
  try {
    if (cursor.length > LONGEST_CURSOR) throw new Error(`It has ${cursor.length} characters.`);
    return jobPosition.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (error) {
    throw wrongCursor(error);
  }
}

/** For what names a place that the list at hand does not have. */
export function wrongCursor(cause?: unknown): WrongCursor {
  return new WrongCursor(
    'That is no place in this list of jobs. Give the cursor as the list ended with it, with the same filters.',
    cause,
  );
}
