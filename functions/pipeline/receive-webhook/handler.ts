import { SFNClient } from '@aws-sdk/client-sfn';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { secretReader } from '../../../shared/aws/secret.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { CALL_LIMITS } from '../../../shared/mvsep/client/call-limits.ts';
import { createMvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { receiveWebhook } from './receive-webhook.ts';
import { webhookRequest } from './webhook-request.ts';

const environment = readEnvironment({
  JOBS_TABLE: z.string().min(1),
  MVSEP_URL: z.url(),
  WEBHOOK_SECRET: z.string().min(1),
});

const deps = {
  jobs: createJobTable(openPipelineTable(environment.JOBS_TABLE)),
  client: createMvsepClient({
    baseUrl: environment.MVSEP_URL,
    timeouts: { answerMs: CALL_LIMITS.webhookMs },
  }),
  stepFunctions: new SFNClient(),
  secret: secretReader(environment.WEBHOOK_SECRET),
  now: () => new Date(),
  log: createLogger('receive-webhook'),
};

/** Any request to `/webhooks/mvsep/{jobId}/{signature}` → a look at the job. */
export async function handler(event: unknown): Promise<APIGatewayProxyStructuredResultV2> {
  const { status, body } = await receiveWebhook(deps, webhookRequest.parse(event));
  return { statusCode: status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
