import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { openEngineStore } from '../../../shared/engine/open-engine-store.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { tendQueue } from './tend-queue.ts';

const environment = readEnvironment({
  ENGINE_URL: z.url(),
  WORKFLOW_ARN: z.string().min(1),
  FETCH_WORKFLOW_ARN: z.string().min(1),
  SEPARATIONS_AT_ONCE: z.coerce.number().int().min(1),
});

const deps = {
  stepFunctions: new SFNClient(),
  store: openEngineStore(),
  engineUrl: environment.ENGINE_URL,
  workflowArn: environment.WORKFLOW_ARN,
  fetchWorkflowArn: environment.FETCH_WORKFLOW_ARN,
  separationsAtOnce: environment.SEPARATIONS_AT_ONCE,
  now: () => new Date(),
  log: createLogger('tend-queue'),
};

/** Schedule → what a crash left behind in the queue is mended, and what waits beside a free slot starts. */
export async function handler(): Promise<void> {
  await tendQueue(deps);
}
