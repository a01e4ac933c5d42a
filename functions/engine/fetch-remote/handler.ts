import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { openEngineStore } from '../../../shared/engine/open-engine-store.ts';
import { privateOrigins } from '../../../shared/http/private-origins.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { fetchRemote } from './fetch-remote.ts';

const environment = readEnvironment({
  BUCKET: z.string().min(1),
  WORKFLOW_ARN: z.string().min(1),
  SEPARATIONS_AT_ONCE: z.coerce.number().int().min(1),
  ALLOWED_PRIVATE_ORIGINS: privateOrigins,
});

const deps = {
  s3: new S3Client(),
  stepFunctions: new SFNClient(),
  store: openEngineStore(),
  bucket: environment.BUCKET,
  workflowArn: environment.WORKFLOW_ARN,
  separationsAtOnce: environment.SEPARATIONS_AT_ONCE,
  allowedPrivateOrigins: environment.ALLOWED_PRIVATE_ORIGINS,
  now: () => new Date(),
  log: createLogger('fetch-remote'),
};

const input = z.object({ hash: z.string().min(1) });

/** The step of the workflow that fetches links: a link becomes a separation that waits. */
export async function handler(event: unknown): Promise<{ hash: string }> {
  const { hash } = input.parse(event);
  await fetchRemote(deps, hash);
  return { hash };
}
