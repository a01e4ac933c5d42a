import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createSyncPace } from '../../../shared/leaderboards/sync-pace.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { createMvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { readQualityQueue } from './read-quality-queue.ts';

const environment = readEnvironment({
  JOBS_TABLE: z.string().min(1),
  LEADERBOARDS_TABLE: z.string().min(1),
  MVSEP_URL: z.url(),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(2),
});

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
  log: createLogger('read-quality-queue'),
};

/** Workflow → what waits at the quality checker and is on no board yet. */
export async function handler(): Promise<{ readonly waiting: number }> {
  return readQualityQueue(deps);
}
