import type { ReportedError } from '../../../shared/aws/failed-execution.ts';
import { spokenReason } from '../../../shared/aws/spoken-reason.ts';
import { endRemote } from '../../../shared/engine/end-remote.ts';
import { type EndSeparationDeps, endSeparation } from '../../../shared/engine/end-separation.ts';
import { SeparationTable } from '../../../shared/engine/separation-table.ts';
import type { Log } from '../../../shared/logging/logger.ts';

export interface FailSeparationDeps extends EndSeparationDeps {
  readonly log: Log;
}

/** Errors whose messages are written for the song's owner. */
const SPEAKING_ERRORS: readonly string[] = [
  'UnusableAudio',
  'RefusedUrl',
  'UnreachableUrl',
  'TooFewCredits',
  'ModelFailed',
  'ModelGone',
];

const GENERAL_MESSAGE =
  'The separation failed inside the server. Create it again; if it fails again, tell the operator its hash.';

/**
 * Ends a separation, or the fetching of a link, as failed, with a sentence for its owner and its credits given
 * back. What is done stays done, and what failed before keeps its first reason; a link that has become a
 * separation is left to that one's own workflow.
 *
 * @param hash of a separation that runs, or of a link.
 */
export async function failSeparation(
  deps: FailSeparationDeps,
  hash: string,
  error: ReportedError,
): Promise<void> {
  deps.log.warn('The separation failed.', { hash, error: error.name, cause: error.cause?.slice(0, 2_000) });
  const record = await new SeparationTable(deps.store.documents, deps.store.separations).find(hash);
  const message = spokenReason(error, SPEAKING_ERRORS, GENERAL_MESSAGE);
  const ending = { status: 'failed', message } as const;
  if (record?.kind === 'remote') await endRemote(deps, record, ending);
  // One that waits has no execution that could fail: it is none of ours.
  if (record?.kind === 'separation' && record.status !== 'waiting') await endSeparation(deps, record, ending);
}
