import * as z from 'zod';

/** An error as Step Functions reports it: its name, and what it calls the cause. */
export interface ReportedError {
  readonly name: string;
  readonly cause: string | undefined;
}

interface FailedExecution {
  readonly input: unknown;
  readonly error: ReportedError;
  /** Which execution ended, where that is told. */
  readonly executionArn?: string | undefined;
}

/** From a Catch: the input of the state that failed, with the error beside it. */
const caught = z
  .looseObject({ error: z.object({ Error: z.string().min(1), Cause: z.string().nullish() }) })
  .transform(
    ({ error, ...input }): FailedExecution => ({
      input,
      error: { name: error.Error, cause: error.Cause ?? undefined },
    }),
  );

/** From EventBridge: the detail of an execution that ended, whose input is JSON text. */
const ended = z
  .object({
    executionArn: z.string().optional(),
    status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
    input: z.string(),
    error: z.string().nullish(),
    cause: z.string().nullish(),
  })
  .transform(
    ({ executionArn, status, input, error, cause }): FailedExecution => ({
      executionArn,
      input: JSON.parse(input),
      error: { name: status === 'FAILED' ? (error ?? status) : status, cause: cause ?? undefined },
    }),
  );

/** What the failure path of a workflow is given, whichever way it was called. */
export const failedExecution = z.union([caught, ended]);
