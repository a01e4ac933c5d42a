import { setTimeout as pause } from 'node:timers/promises';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { secretReader } from '../../../shared/aws/secret.ts';
import { openUrl } from '../../../shared/http/open-url.ts';
import { privateOrigins } from '../../../shared/http/private-origins.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { offerTurns } from '../../../shared/jobs/offer-turns.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createRequestAllowance } from '../../../shared/jobs/request-allowance.ts';
import { stepRef } from '../../../shared/jobs/step-ref.ts';
import { separationsAtOnce } from '../../../shared/jobs/upstream-plan.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { createMvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { copyStem } from './copy-stem.ts';

/** How long a call to the service may wait for its turn: the links of stems live for days. */
const PATIENCE_MS = 60_000;

const environment = readEnvironment({
  ALLOWED_PRIVATE_ORIGINS: privateOrigins,
  BUCKET: z.string().min(1),
  JOBS_TABLE: z.string().min(1),
  MVSEP_TOKEN_SECRET: z.string().min(1),
  MVSEP_URL: z.url(),
  PAY_FOR_MIRRORS: z.stringbool(),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(2),
  RESULT_CACHE_DAYS: z.coerce.number().int().min(0),
  SEPARATIONS_AT_ONCE: z.union([z.literal('plan'), z.coerce.number().int().min(1)]),
});

const log = createLogger('copy-stem');
const now = () => new Date();
const table = openPipelineTable(environment.JOBS_TABLE);
const jobs = createJobTable(table);
const pace = createRequestAllowance({
  table,
  requestsPerMinute: environment.REQUESTS_PER_MINUTE,
  patienceMs: PATIENCE_MS,
  now,
});
const client = createMvsepClient({
  baseUrl: environment.MVSEP_URL,
  token: secretReader(environment.MVSEP_TOKEN_SECRET),
  pace,
});
const eventBridge = new EventBridgeClient();

const deps = {
  s3: new S3Client(),
  stepFunctions: new SFNClient(),
  bucket: environment.BUCKET,
  table,
  jobs,
  client,
  openUrl,
  allowedPrivateOrigins: environment.ALLOWED_PRIVATE_ORIGINS,
  payForMirrors: environment.PAY_FOR_MIRRORS,
  resultCacheDays: environment.RESULT_CACHE_DAYS,
  pause,
  clock: () => performance.now(),
  now,
  log,
  offerTurns: () =>
    offerTurns({
      table,
      jobs,
      eventBridge,
      separationsAtOnce: () =>
        separationsAtOnce({ table, client, now, log }, environment.SEPARATIONS_AT_ONCE),
      pace,
      now,
      log,
    }),
};

const input = stepRef.extend({ index: z.int().min(0) });

/** Workflow step, once for each stem: brings it into the bucket. */
export async function handler(event: unknown): Promise<{ jobId: string; step: string; index: number }> {
  const { index, ...ref } = input.parse(event);
  await copyStem(deps, ref, index);
  return { ...ref, index };
}
