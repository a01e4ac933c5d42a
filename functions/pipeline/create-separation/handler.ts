import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { secretReader } from '../../../shared/aws/secret.ts';
import { jobInput } from '../../../shared/jobs/job-input.ts';
import { openJobTable } from '../../../shared/jobs/open-job-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { createMvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { createSeparation } from './create-separation.ts';
import { linkHandoff, uploadHandoff } from './hand-off-audio.ts';

const environment = readEnvironment({
  JOBS_TABLE: z.string().min(1),
  MVSEP_URL: z.url(),
  MVSEP_TOKEN_SECRET: z.string().min(1),
  WEBHOOK_URL: z.url(),
  WEBHOOK_SECRET: z.string().min(1),
  AUDIO_HANDOFF: z.enum(['link', 'upload']),
});

const token = secretReader(environment.MVSEP_TOKEN_SECRET);
const s3 = new S3Client();

const deps = {
  jobs: openJobTable(environment.JOBS_TABLE),
  client: createMvsepClient({ baseUrl: environment.MVSEP_URL, token }),
  upstream: new URL(environment.MVSEP_URL).host,
  token,
  webhookUrl: environment.WEBHOOK_URL,
  webhookSecret: secretReader(environment.WEBHOOK_SECRET),
  handOff: environment.AUDIO_HANDOFF === 'link' ? linkHandoff(s3) : uploadHandoff(s3),
  now: () => new Date(),
  log: createLogger('create-separation'),
};

/** Workflow step: hands the song to the MVSep API, at most once. */
export async function handler(event: unknown): Promise<{ jobId: string }> {
  const { jobId } = jobInput.parse(event);
  await createSeparation(deps, jobId);
  return { jobId };
}
