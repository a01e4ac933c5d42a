import { documentClient } from '../aws/document-client.ts';
import { createJobTable, type JobTable } from './job-table.ts';

/** The job table of this deployment, reached with the function's own credentials. */
export function openJobTable(tableName: string): JobTable {
  return createJobTable(documentClient(), tableName);
}
