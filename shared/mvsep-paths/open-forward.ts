import * as z from 'zod';
import { readEnvironment } from '../aws/read-environment.ts';
import { CallCounter } from '../http/call-counter.ts';
import { openPipelineTable } from '../jobs/open-pipeline-table.ts';
import { createRequestAllowance } from '../jobs/request-allowance.ts';
import { createLogger } from '../logging/logger.ts';
import type { ForwardDeps } from './forward.ts';

/** Callers get at most this part of what the service allows; the rest is for the jobs. */
const SHARE_OF_CALLERS = 1 / 3;
/** A caller waits so long for a place in the budget of requests. */
const PATIENCE_MS = 4_000;

/** The way to the service of a deployed function, from the environment that `pathFamily` gives it. */
export function openForward(functionName: string): ForwardDeps {
  const environment = readEnvironment({
    CALLERS_TABLE: z.string().min(1),
    JOBS_TABLE: z.string().min(1),
    MVSEP_URL: z.url(),
    REQUESTS_PER_MINUTE: z.coerce.number().int().min(2),
  });
  const requestsPerMinute = environment.REQUESTS_PER_MINUTE;
  const table = openPipelineTable(environment.JOBS_TABLE);
  const now = () => new Date();
  return {
    mvsepUrl: environment.MVSEP_URL,
    forwarded: new CallCounter(table.documents, environment.CALLERS_TABLE, {
      calls: Math.max(1, Math.floor(requestsPerMinute * SHARE_OF_CALLERS)),
      windowSeconds: 60,
    }),
    pace: createRequestAllowance({ table, requestsPerMinute, patienceMs: PATIENCE_MS, now }),
    now,
    log: createLogger(functionName),
  };
}
