import { documentClient } from '../aws/document-client.ts';
import type { PipelineTable } from './pipeline-table.ts';

/** The table of this deployment, reached with the function's own credentials. */
export function openPipelineTable(tableName: string): PipelineTable {
  return { documents: documentClient(), tableName };
}
