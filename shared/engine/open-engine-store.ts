import * as z from 'zod';
import { documentClient } from '../aws/document-client.ts';
import { readEnvironment } from '../aws/read-environment.ts';
import type { EngineStore } from './engine-store.ts';

/**
 * The tables of the deployed Engine, reached with the function's own credentials.
 *
 * @throws Error when the environment lacks the name of a table.
 */
export function openEngineStore(): EngineStore {
  const environment = readEnvironment({
    SEPARATIONS_TABLE: z.string().min(1),
    ACCOUNTS_TABLE: z.string().min(1),
    QUEUE_TABLE: z.string().min(1),
    PUBLICATIONS_TABLE: z.string().min(1),
  });
  return {
    documents: documentClient(),
    separations: environment.SEPARATIONS_TABLE,
    accounts: environment.ACCOUNTS_TABLE,
    queue: environment.QUEUE_TABLE,
    publications: environment.PUBLICATIONS_TABLE,
  };
}
