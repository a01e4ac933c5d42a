import { documentClient } from '../../shared/aws/document-client.ts';
import type { CallerTable } from '../../shared/callers/caller-table.ts';
import type { Deployment } from '../command-line/deployment.ts';

/** The table of keys of a deployment, reached with the credentials of whoever runs the command. */
export function callerKeys(deployment: Deployment): CallerTable {
  return {
    documents: documentClient(deployment.clientSettings()),
    tableName: deployment.output('CallerTableName'),
  };
}
