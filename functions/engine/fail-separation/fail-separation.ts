import * as z from 'zod';
import type { ReportedError } from '../../../shared/aws/failed-execution.ts';
import type { SeparationTable } from '../../../shared/engine/separation-table.ts';
import type { Log } from '../../../shared/logging/logger.ts';

export interface FailSeparationDeps {
  readonly separations: SeparationTable;
  readonly log: Log;
}

/** Errors whose messages are written for the song's owner. */
const SPEAKING_ERRORS: readonly string[] = ['UnusableAudio', 'RefusedUrl', 'UnreachableUrl'];

const GENERAL_MESSAGE =
  'The separation failed inside the server. Create it again; if it fails again, tell the operator its hash.';

/** The Cause of a failed function, which Lambda writes as JSON. */
const lambdaCause = z.object({ errorMessage: z.string().min(1) });

/**
 * Marks a separation as failed, with a sentence for its owner. Marks nothing that is done, and keeps the
 * first reason of what failed before.
 *
 * @param hash of a separation, or of a link; when the link became a separation, that one is marked.
 * @returns the hash that callers know: the long one when there is one.
 */
export async function failSeparation(
  deps: FailSeparationDeps,
  hash: string,
  error: ReportedError,
): Promise<string> {
  deps.log.warn('The separation failed.', { hash, error: error.name, cause: error.cause?.slice(0, 2_000) });
  const message = messageFor(error);
  const record = await deps.separations.find(hash);
  const marked = (record?.kind === 'remote' ? record.longHash : undefined) ?? hash;
  const unfinished = ['waiting', 'processing', 'distributing', 'merging'] as const;
  await deps.separations.move(marked, 'failed', unfinished, { message });
  return marked;
}

function messageFor({ name, cause = '' }: ReportedError): string {
  if (!SPEAKING_ERRORS.includes(name)) return GENERAL_MESSAGE;
  try {
    return lambdaCause.parse(JSON.parse(cause)).errorMessage;
  } catch {
    return GENERAL_MESSAGE; // The whole of it is in the log.
  }
}
