import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Submission } from '../../../shared/submissions/submission.ts';
import type { SubmissionInput } from '../../../shared/submissions/submission-step.ts';
import type { SubmissionTable } from '../../../shared/submissions/submission-table.ts';

export interface StartSubmissionDeps {
  readonly submissions: SubmissionTable;
  readonly stepFunctions: SFNClient;
  readonly workflowArn: string;
}

/** Starts the execution of one attempt, which is named after it: doing it again starts no second one. */
export async function startSubmission(
  { stepFunctions, workflowArn: stateMachineArn }: StartSubmissionDeps,
  { submissionId, attempt }: Submission,
): Promise<void> {
  const input: SubmissionInput = { submissionId, attempt };
  try {
    await stepFunctions.send(
      new StartExecutionCommand({
        stateMachineArn,
        name: `${submissionId}-${attempt}`,
        input: JSON.stringify(input),
      }),
    );
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}
