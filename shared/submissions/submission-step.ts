import * as z from 'zod';
import type { Submission } from './submission.ts';
import { submissionId } from './submission-id.ts';

/** What the execution of a submission is told, from its beginning. */
export const submissionInput = z.object({ submissionId, attempt: z.int().min(1) });

export type SubmissionInput = z.infer<typeof submissionInput>;

/** What each step of an execution answers: what comes next, and after how many whole seconds. */
export interface SubmissionStep extends SubmissionInput {
  readonly next: 'submit' | 'track' | 'end';
  readonly waitSeconds: number;
}

/** The longest pause between two steps: after it an operator sees that something happens. */
const LONGEST_SECONDS = 3600;

/** The next step of an execution, as Step Functions reads it: whole seconds, and an hour at most. */
export function nextStep(
  { submissionId: id, attempt }: Pick<Submission, 'submissionId' | 'attempt'>,
  next: SubmissionStep['next'],
  seconds = 0,
): SubmissionStep {
  const waitSeconds = Math.min(LONGEST_SECONDS, Math.max(0, Math.ceil(seconds)));
  return { submissionId: id, attempt, next, waitSeconds };
}
