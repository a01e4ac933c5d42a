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
import type { Step } from '../../../shared/jobs/step.ts';
import { stepRef } from '../../../shared/jobs/step-ref.ts';
import { uploadId } from '../../../shared/jobs/upload-id.ts';
import { separationsAtOnce } from '../../../shared/jobs/upstream-plan.ts';
import { createWebhookArrivals } from '../../../shared/jobs/webhook-arrivals.ts';
import { signUpload } from '../../../shared/jobs/webhook-signature.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { createMvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { linkHandoff, uploadHandoff } from './hand-off-audio.ts';
import { separate } from './separate.ts';

const environment = readEnvironment({
  JOBS_TABLE: z.string().min(1),
  BUCKET: z.string().min(1),
  MVSEP_URL: z.url(),
  MVSEP_TOKEN_SECRET: z.string().min(1),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(2),
  SEPARATIONS_AT_ONCE: z.union([z.literal('plan'), z.coerce.number().int().min(1)]),
  WEBHOOK_URL: z.url(),
  WEBHOOK_SECRET: z.string().min(1),
  WEBHOOKS: z.enum(['job', 'account', 'none']),
  AUDIO_HANDOFF: z.enum(['link', 'upload']),
  RESULT_CACHE_DAYS: z.coerce.number().int().min(0),
});

/** A step that has its turn waits so long for its place in the budget of requests, rather than for another turn. */
const PATIENCE_MS = 60_000;
/** A step takes its own turn only when the budget has a place about now. */
const PATIENCE_OF_TURNS_MS = 1_000;

const bucket = environment.BUCKET;
const token = secretReader(environment.MVSEP_TOKEN_SECRET);
const webhookSecret = secretReader(environment.WEBHOOK_SECRET);
const s3 = new S3Client();
const table = openPipelineTable(environment.JOBS_TABLE);
const now = () => new Date();
const webhooks = createWebhookArrivals(table, environment.WEBHOOKS !== 'none', now);
const log = createLogger('separate');
const allowance = (patienceMs: number) =>
  createRequestAllowance({
    table,
    requestsPerMinute: environment.REQUESTS_PER_MINUTE,
    patienceMs,
    now,
  });
const client = createMvsepClient({ baseUrl: environment.MVSEP_URL, token, pace: allowance(PATIENCE_MS) });

const deps = {
  table,
  jobs: createJobTable(table),
  client,
  upstream: new URL(environment.MVSEP_URL).host,
  token,
  webhookUrl,
  webhooksExpected: webhooks.expected,
  handOff: { link: linkHandoff(s3, bucket), upload: uploadHandoff(s3, bucket) },
  audioHandoff: environment.AUDIO_HANDOFF,
  cache: environment.RESULT_CACHE_DAYS === 0 ? undefined : { s3, bucket },
  s3,
  bucket,
  separationsAtOnce: () => separationsAtOnce({ table, client, now, log }, environment.SEPARATIONS_AT_ONCE),
  pace: allowance(PATIENCE_OF_TURNS_MS),
  eventBridge: new EventBridgeClient(),
  stepFunctions: new SFNClient(),
  now,
  log,
};

/** With the account's own webhook page, or without webhooks, the service is given no address. */
async function webhookUrl(step: Step): Promise<string | undefined> {
  if (environment.WEBHOOKS !== 'job') return undefined;
  const signature = signUpload(uploadId(step), await webhookSecret());
  return `${environment.WEBHOOK_URL}/${step.jobId}/${step.step}/${signature}`;
}

const input = stepRef.extend({ taskToken: z.string().min(1).max(2048).optional() });

/** Workflow step that waits for its token, and turn that was given → the step is handed over when it may be. */
export async function handler(event: unknown, context: Context): Promise<void> {
  const startedAt = now();
  const { taskToken, ...ref } = input.parse(event);
  const remainingMs = () => context.getRemainingTimeInMillis();
  await separate(
    { ...deps, remainingMs },
    ref,
    taskToken === undefined ? undefined : { taskToken, startedAt },
  );
}
