import { Logger } from '@aws-lambda-powertools/logger';

/** What a use case needs to tell its story. Fields never hold tokens, secrets or signed links. */
export type Log = Pick<Logger, 'info' | 'warn' | 'error'>;

/**
 * One JSON logger per function, named after it.
 *
 * The level comes from `POWERTOOLS_LOG_LEVEL`, `INFO` without it. Events are never logged whole: they hold
 * webhook signatures and task tokens.
 */
export function createLogger(functionName: string): Logger {
  return new Logger({ serviceName: functionName });
}
