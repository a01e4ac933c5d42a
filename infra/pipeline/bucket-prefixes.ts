import { CATALOGUE_PREFIX } from '../../shared/catalogue/catalogue-keys.ts';
import { INCOMING_PREFIX } from '../../shared/jobs/incoming-prefix.ts';
import { SNAPSHOT_PREFIX } from '../../shared/leaderboards/snapshot-key.ts';
import { ENTRY_PREFIX, ENTRY_REPORT_PREFIX, RESULT_PREFIX } from '../../shared/submissions/entry-prefixes.ts';

/** What lies in the bucket of the Pipeline, by the prefixes that functions are granted. */
export const BUCKET_PREFIXES: readonly string[] = [
  'uploads/',
  INCOMING_PREFIX,
  'handoff/',
  'stems/',
  'reports/',
  CATALOGUE_PREFIX,
  SNAPSHOT_PREFIX,
  ENTRY_PREFIX,
  RESULT_PREFIX,
  ENTRY_REPORT_PREFIX,
];
