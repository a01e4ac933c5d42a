import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { publishLeaderboard } from './publish-leaderboard.ts';

const environment = readEnvironment({ LEADERBOARDS_TABLE: z.string().min(1), BUCKET: z.string().min(1) });

const deps = {
  table: openPipelineTable(environment.LEADERBOARDS_TABLE),
  s3: new S3Client(),
  bucket: environment.BUCKET,
  eventBridge: new EventBridgeClient(),
  now: () => new Date(),
  log: createLogger('publish-leaderboard'),
};

const request = z.object({ datasetType: z.int().min(0).max(12), runId: z.string().min(1) });

/** Workflow → the snapshot and the news of a board that was read. */
export async function handler(event: unknown): Promise<Awaited<ReturnType<typeof publishLeaderboard>>> {
  return publishLeaderboard(deps, request.parse(event));
}
