import * as z from 'zod';
import { documentClient } from '../aws/document-client.ts';
import { readEnvironment } from '../aws/read-environment.ts';
import { EntryTable } from './entry-table.ts';

/** The table of entries that the function's environment names. */
export function openEntryTable(): EntryTable {
  const { QUALITY_ENTRIES_TABLE } = readEnvironment({ QUALITY_ENTRIES_TABLE: z.string().min(1) });
  return new EntryTable(documentClient(), QUALITY_ENTRIES_TABLE);
}
