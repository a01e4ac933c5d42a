import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { failedExecution } from '../../../shared/aws/failed-execution.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { openEngineStore } from '../../../shared/engine/open-engine-store.ts';
import { startWaiting } from '../../../shared/engine/queue/start-waiting.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { failSeparation } from './fail-separation.ts';

const environment = readEnvironment({
  ENGINE_URL: z.url(),
  WORKFLOW_ARN: z.string().min(1),
  SEPARATIONS_AT_ONCE: z.coerce.number().int().min(1),
});

const deps = {
  stepFunctions: new SFNClient(),
  store: openEngineStore(),
  engineUrl: environment.ENGINE_URL,
  workflowArn: environment.WORKFLOW_ARN,
  separationsAtOnce: environment.SEPARATIONS_AT_ONCE,
  now: () => new Date(),
  log: createLogger('fail-separation'),
};

const separation = z.object({ hash: z.string().min(1) });

/**
 * Where every failing step of both workflows ends, and every execution that ended without: the record says why,
 * and the next song starts.
 */
export async function handler(event: unknown): Promise<{ hash: string }> {
  const { input, error } = failedExecution.parse(event);
  const { hash } = separation.parse(input);
  await failSeparation(deps, hash, error);
  await startWaiting(deps);
  return { hash };
}
