import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { readEnvironment } from '../../aws/read-environment.ts';
import { createLogger } from '../../logging/logger.ts';
import { openEngineStore } from '../open-engine-store.ts';
import type { StartWaitingDeps } from './start-waiting.ts';

/**
 * What a deployed function needs that puts songs in the queue or takes them out.
 *
 * @param functionName stands in the log.
 * @throws Error when the environment lacks something.
 */
export function openQueue(functionName: string): StartWaitingDeps {
  const environment = readEnvironment({
    WORKFLOW_ARN: z.string().min(1),
    SEPARATIONS_AT_ONCE: z.coerce.number().int().min(1),
  });
  return {
    stepFunctions: new SFNClient(),
    store: openEngineStore(),
    workflowArn: environment.WORKFLOW_ARN,
    separationsAtOnce: environment.SEPARATIONS_AT_ONCE,
    now: () => new Date(),
    log: createLogger(functionName),
  };
}
