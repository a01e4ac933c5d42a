import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createSyncPace, SYNC_PATIENCE_MS } from '../../../shared/leaderboards/sync-pace.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { CALL_LIMITS } from '../../../shared/mvsep/client/call-limits.ts';
import { createMvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { type ReadStep, readLeaderboard } from './read-leaderboard.ts';

const environment = readEnvironment({
  JOBS_TABLE: z.string().min(1),
  LEADERBOARDS_TABLE: z.string().min(1),
  MVSEP_URL: z.url(),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(2),
});

/** A call that is begun must be stored in time: the wait for its place, the call, and the writes after it. */
const LONGEST_PAGE_MS = SYNC_PATIENCE_MS + CALL_LIMITS.answerMs + 10_000;

const table = openPipelineTable(environment.LEADERBOARDS_TABLE);
const now = () => new Date();

const deps = {
  table,
  client: createMvsepClient({
    baseUrl: environment.MVSEP_URL,
    pace: createSyncPace({
      jobs: { documents: table.documents, tableName: environment.JOBS_TABLE },
      leaderboards: table,
      requestsPerMinute: environment.REQUESTS_PER_MINUTE,
      now,
    }),
  }),
  now,
  log: createLogger('read-leaderboard'),
};

const request = z.object({
  datasetType: z.int().min(0).max(12),
  runId: z.string().min(1),
  startedAt: z.string().min(1),
});

/** Workflow → reads a board as far as time and budget go, and says whether there is more. */
export async function handler(event: unknown, context: Context): Promise<ReadStep> {
  const hasTime = () => context.getRemainingTimeInMillis() > LONGEST_PAGE_MS;
  return readLeaderboard({ ...deps, hasTime }, request.parse(event));
}
