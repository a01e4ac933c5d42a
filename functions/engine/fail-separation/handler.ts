import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { openSeparationTable } from '../../../shared/engine/open-separation-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { failSeparation, workflowError } from './fail-separation.ts';

const environment = readEnvironment({ SEPARATIONS_TABLE: z.string().min(1) });

const deps = {
  separations: openSeparationTable(environment.SEPARATIONS_TABLE),
  log: createLogger('fail-separation'),
};

const input = z.object({ hash: z.string().min(1), error: workflowError });

/** Where every failing step of the workflow ends: the record says why. */
export async function handler(event: unknown): Promise<{ hash: string }> {
  const { hash, error } = input.parse(event);
  return { hash: await failSeparation(deps, hash, error) };
}
