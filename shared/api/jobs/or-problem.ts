import { ApiProblem } from '../../errors/api-problem.ts';
import { ServiceError } from '../../errors/service-error.ts';
import { WrongJobState } from '../../errors/wrong-job-state.ts';

/** Waits for what is done to a job, and says to the caller of the API what it refuses. */
export async function orProblem<Answer>(work: Promise<Answer>): Promise<Answer> {
  try {
    return await work;
  } catch (error) {
    throw problemOf(error);
  }
}

function problemOf(error: unknown): unknown {
  if (error instanceof ApiProblem) return error;
  if (error instanceof WrongJobState) return new ApiProblem('wrong-state', error.message, { cause: error });
  if (error instanceof ServiceError && error.retryable) {
    return new ApiProblem('upstream-unavailable', error.message, { cause: error });
  }
  return error;
}
