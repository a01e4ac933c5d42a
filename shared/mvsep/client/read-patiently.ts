import { RequestBudgetSpent } from '../../errors/request-budget-spent.ts';
import { ServiceError } from '../../errors/service-error.ts';

/** How often one page is asked for. */
const TRIES = 5;

/**
 * Asks for one page of a long list, again when that fails for a reason that passes: among a hundred pages one or
 * another always does, and the walk must not begin anew each time. Reading changes nothing; how fast it may be asked
 * again, the pace of the client says.
 *
 * @throws what the last try threw, or what does not pass
 */
export async function readPatiently<Answer>(read: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    try {
      return await read();
    } catch (error) {
      const passes =
        error instanceof ServiceError && error.retryable && !(error instanceof RequestBudgetSpent);
      if (!passes || tries === TRIES) throw error;
    }
  }
}
