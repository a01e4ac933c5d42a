import * as z from 'zod';
import { failedExecution } from '../../../shared/aws/failed-execution.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { openSeparationTable } from '../../../shared/engine/open-separation-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { failSeparation } from './fail-separation.ts';

const environment = readEnvironment({ SEPARATIONS_TABLE: z.string().min(1) });

const deps = {
  separations: openSeparationTable(environment.SEPARATIONS_TABLE),
  log: createLogger('fail-separation'),
};

const separation = z.object({ hash: z.string().min(1) });

/** Where every failing step of the workflow ends, and every execution that ended without: the record says why. */
export async function handler(event: unknown): Promise<{ hash: string }> {
  const { input, error } = failedExecution.parse(event);
  const { hash } = separation.parse(input);
  return { hash: await failSeparation(deps, hash, error) };
}
