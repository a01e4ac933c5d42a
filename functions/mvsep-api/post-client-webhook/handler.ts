import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { privateOrigins } from '../../../shared/http/private-origins.ts';
import { jobEvent } from '../../../shared/jobs/job-event.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { postClientWebhook } from './post-client-webhook.ts';

const environment = readEnvironment({
  API_URL: z.url(),
  JOBS_TABLE: z.string().min(1),
  ALLOWED_PRIVATE_ORIGINS: privateOrigins,
});

const deps = {
  jobs: createJobTable(openPipelineTable(environment.JOBS_TABLE)),
  apiUrl: environment.API_URL,
  allowedPrivateOrigins: environment.ALLOWED_PRIVATE_ORIGINS,
  sleep,
  log: createLogger('post-client-webhook'),
};

/** Detail of an event that a job has ended → its client is told, where it asked for that. */
export async function handler(event: unknown): Promise<void> {
  const { jobId } = jobEvent.pick({ jobId: true }).parse(event);
  await postClientWebhook(deps, jobId);
}
