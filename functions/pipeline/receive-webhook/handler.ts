import { SFNClient } from '@aws-sdk/client-sfn';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { secretReader } from '../../../shared/aws/secret.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createRequestAllowance } from '../../../shared/jobs/request-allowance.ts';
import { createWebhookArrivals } from '../../../shared/jobs/webhook-arrivals.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { CALL_LIMITS } from '../../../shared/mvsep/client/call-limits.ts';
import { createMvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { receiveWebhook } from './receive-webhook.ts';
import { webhookRequest } from './webhook-request.ts';

const environment = readEnvironment({
  JOBS_TABLE: z.string().min(1),
  MVSEP_URL: z.url(),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(2),
  WEBHOOKS: z.enum(['job', 'account', 'none']),
  SEPARATION_TIMEOUT_HOURS: z.coerce.number().min(1),
  WEBHOOK_SECRET: z.string().min(1),
});

/** The sender waits for our answer; the poller is there for what has no place in the budget now. */
const PATIENCE_MS = 1_500;

const table = openPipelineTable(environment.JOBS_TABLE);
const requestsPerMinute = environment.REQUESTS_PER_MINUTE;
const now = () => new Date();
const webhooks = createWebhookArrivals(table, environment.WEBHOOKS !== 'none', now);

const deps = {
  table,
  jobs: createJobTable(table),
  client: createMvsepClient({
    baseUrl: environment.MVSEP_URL,
    timeouts: { answerMs: CALL_LIMITS.webhookMs },
    pace: createRequestAllowance({ table, requestsPerMinute, patienceMs: PATIENCE_MS, now }),
  }),
  stepFunctions: new SFNClient(),
  upstream: new URL(environment.MVSEP_URL).host,
  separationTimeoutHours: environment.SEPARATION_TIMEOUT_HOURS,
  webhooksExpected: webhooks.expected,
  noteWebhook: webhooks.note,
  secret: secretReader(environment.WEBHOOK_SECRET),
  now,
  log: createLogger('receive-webhook'),
};

/** Any request to `/webhooks/mvsep/{jobId}/{step}/{signature}` or `/webhooks/mvsep/{signature}` → a look. */
export async function handler(event: unknown): Promise<APIGatewayProxyStructuredResultV2> {
  const { status, body } = await receiveWebhook(deps, webhookRequest.parse(event));
  return { statusCode: status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
