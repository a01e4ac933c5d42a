import * as z from 'zod';
import { documentClient } from '../../aws/document-client.ts';
import { readEnvironment } from '../../aws/read-environment.ts';
import { Publications } from './publications.ts';

/** The publications of the deployed Engine. @throws Error when the environment lacks the name of the table. */
export function openPublications(): Publications {
  const environment = readEnvironment({ PUBLICATIONS_TABLE: z.string().min(1) });
  return new Publications(documentClient(), environment.PUBLICATIONS_TABLE);
}
