import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ReportedError } from '../../../shared/aws/failed-execution.ts';
import { spokenReason } from '../../../shared/aws/spoken-reason.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import type { EntryTable } from '../../../shared/quality-checker/entry-table.ts';
import { qualityKeys } from '../../../shared/quality-checker/quality-keys.ts';

export interface FailEvaluationDeps {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly entries: Pick<EntryTable, 'find' | 'end'>;
  readonly now: () => Date;
  readonly log: Log;
}

/** Errors whose messages are written for whoever sent the entry. */
const SPEAKING_ERRORS: readonly string[] = [
  'UnusableSubmission',
  'RefusedUrl',
  'UnreachableUrl',
  'UnusableAudio',
];

const GENERAL_MESSAGE =
  'The evaluation failed inside the server. Add the entry again; if it fails again, tell the operator its id.';

/** Writes onto an entry why it could not be evaluated, unless it has ended already, and deletes its zip. */
export async function failEvaluation(
  deps: FailEvaluationDeps,
  id: number,
  error: ReportedError,
): Promise<void> {
  deps.log.warn('An evaluation failed.', { id, error: error.name, cause: error.cause?.slice(0, 2_000) });
  const entry = await deps.entries.find(id);
  const message = spokenReason(error, SPEAKING_ERRORS, GENERAL_MESSAGE);
  const end = { state: 'failed', endedAt: deps.now().toISOString(), message } as const;
  if (entry !== undefined) await deps.entries.end(entry, end);
  await deps.s3.send(new DeleteObjectCommand({ Bucket: deps.bucket, Key: qualityKeys.submission(id) }));
}
