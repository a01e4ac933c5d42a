import { setTimeout as sleep } from 'node:timers/promises';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { secretReader } from '../../../shared/aws/secret.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createRequestAllowance } from '../../../shared/jobs/request-allowance.ts';
import { separationsAtOnce } from '../../../shared/jobs/upstream-plan.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { createMvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { startQueued } from './start-queued.ts';

const credits = z.union([z.literal('unlimited').transform(() => undefined), z.coerce.number().int().min(1)]);

const environment = readEnvironment({
  JOBS_TABLE: z.string().min(1),
  BUCKET: z.string().min(1),
  MVSEP_URL: z.url(),
  MVSEP_TOKEN_SECRET: z.string().min(1),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(2),
  SEPARATIONS_AT_ONCE: z.union([z.literal('plan'), z.coerce.number().int().min(1)]),
  CREDITS_PER_MONTH: credits,
  CREDITS_PER_JOB: credits,
});

/** A search makes many calls, and one that is broken off begins from the start. */
const PATIENCE_MS = 15_000;
/** Turns are given only when the budget of requests has a place about now. */
const PATIENCE_OF_TURNS_MS = 1_000;

const table = openPipelineTable(environment.JOBS_TABLE);
const now = () => new Date();
const log = createLogger('start-queued');
const allowance = (patienceMs: number) =>
  createRequestAllowance({
    table,
    requestsPerMinute: environment.REQUESTS_PER_MINUTE,
    patienceMs,
    now,
  });
const client = createMvsepClient({
  baseUrl: environment.MVSEP_URL,
  token: secretReader(environment.MVSEP_TOKEN_SECRET),
  pace: allowance(PATIENCE_MS),
});

const deps = {
  table,
  jobs: createJobTable(table),
  client,
  s3: new S3Client(),
  bucket: environment.BUCKET,
  upstream: new URL(environment.MVSEP_URL).host,
  limits: { perMonth: environment.CREDITS_PER_MONTH, perJob: environment.CREDITS_PER_JOB },
  separationsAtOnce: () => separationsAtOnce({ table, client, now, log }, environment.SEPARATIONS_AT_ONCE),
  pace: allowance(PATIENCE_OF_TURNS_MS),
  eventBridge: new EventBridgeClient(),
  stepFunctions: new SFNClient(),
  sleep,
  now,
  log,
};

/** Schedule → what waits for credits, for a turn, or for the fate of a lost request gets going. */
export async function handler(_event: unknown, context: Context): Promise<void> {
  await startQueued({ ...deps, remainingMs: () => context.getRemainingTimeInMillis() });
}
