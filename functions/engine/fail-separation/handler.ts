import * as z from 'zod';
import { failedExecution } from '../../../shared/aws/failed-execution.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { openQueue } from '../../../shared/engine/queue/open-queue.ts';
import { startWaiting } from '../../../shared/engine/queue/start-waiting.ts';
import { failSeparation } from './fail-separation.ts';

const environment = readEnvironment({
  ENGINE_URL: z.url(),
});

const deps = {
  ...openQueue('fail-separation'),
  engineUrl: environment.ENGINE_URL,
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
