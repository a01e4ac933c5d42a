import { ServiceError } from '../../shared/errors/service-error.ts';
import { WrongUsage } from './wrong-usage.ts';

/** What went wrong, for the person at the keyboard, and what to do next. A stack only for our own mistakes. */
export function describeProblem(noun: string, error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof WrongUsage || error instanceof ServiceError) return error.message;
  if (codesOf(error).includes('ECONNREFUSED')) {
    return `The ${noun} does not answer. With --local, npm start must be running in another terminal.`;
  }
  switch (error.name) {
    case 'CredentialsProviderError':
      return `AWS credentials are missing: ${error.message} Sign in as for npm run deploy.`;
    case 'ExpiredTokenException':
    case 'UnrecognizedClientException':
      return `AWS refuses the credentials: ${error.message} Sign in again.`;
    case 'AccessDeniedException':
      return `AWS does not allow it: ${error.message}`;
    case 'ResourceNotFoundException':
      return `The ${noun}'s table is not there: ${error.message} Is it another account, or was it deleted?`;
    default:
      // Sentences of ours need no stack; neither do those of the system, such as a file that is not there.
      return error.name === 'Error' ? error.message : (error.stack ?? error.message);
  }
}

/** The system's codes of an error, of its causes and of the errors that it gathers. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const gathered = error instanceof AggregateError ? error.errors.flatMap(codesOf) : [];
  return [...own, ...gathered, ...codesOf(error.cause)];
}
