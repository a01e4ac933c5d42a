import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { openEngineStore } from '../../../shared/engine/open-engine-store.ts';
import { startWaiting } from '../../../shared/engine/queue/start-waiting.ts';
import { SeparationTable } from '../../../shared/engine/separation-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { mergeStems } from './merge-stems.ts';

const environment = readEnvironment({
  BUCKET: z.string().min(1),
  ENGINE_URL: z.url(),
  WORKFLOW_ARN: z.string().min(1),
  SEPARATIONS_AT_ONCE: z.coerce.number().int().min(1),
});

const store = openEngineStore();

const deps = {
  s3: new S3Client(),
  stepFunctions: new SFNClient(),
  store,
  separations: new SeparationTable(store.documents, store.separations),
  bucket: environment.BUCKET,
  engineUrl: environment.ENGINE_URL,
  workflowArn: environment.WORKFLOW_ARN,
  separationsAtOnce: environment.SEPARATIONS_AT_ONCE,
  now: () => new Date(),
  log: createLogger('merge-stems'),
};

const input = z.object({ hash: z.string().min(1) });

/** Last working step of the workflow: chunks become the files that are downloaded, and the next song starts. */
export async function handler(event: unknown): Promise<{ hash: string }> {
  const { hash } = input.parse(event);
  await mergeStems(deps, hash);
  await startWaiting(deps);
  return { hash };
}
