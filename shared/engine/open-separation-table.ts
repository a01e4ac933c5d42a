import { documentClient } from '../aws/document-client.ts';
import { SeparationTable } from './separation-table.ts';

/** The table of the deployed Engine, reached with the function's own credentials. */
export function openSeparationTable(tableName: string): SeparationTable {
  return new SeparationTable(documentClient(), tableName);
}
