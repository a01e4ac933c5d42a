import { randomBytes } from 'node:crypto';
import type { Log } from '../../../shared/logging/logger.ts';
import type { EntryPlace } from '../../../shared/submissions/entry-place.ts';
import type { Submission, SubmissionState } from '../../../shared/submissions/submission.ts';
import { deriveSubmissionId } from '../../../shared/submissions/submission-id.ts';
import type { NewSubmission, SubmissionTable } from '../../../shared/submissions/submission-table.ts';
import type { Dropped } from './read-dropped.ts';

interface RecordDeps {
  readonly submissions: SubmissionTable;
  readonly now: () => Date;
  readonly log: Log;
}

interface WholeDrop extends Dropped {
  readonly place: EntryPlace;
  readonly sidecar: NonNullable<Dropped['sidecar']>;
}

/**
 * Records a zip with its sidecar file, or finds it recorded: the first drop makes the submission, a corrected sidecar
 * file makes a wrong one usable, and a drop after a failure goes on from where it stopped.
 *
 * @param droppedAt when what caused the event was dropped, to the second
 * @returns undefined when the folder names no dataset: such a zip has no record, only its report
 */
export async function recordDropped(
  deps: RecordDeps,
  dropped: WholeDrop,
  droppedAt: string,
): Promise<Submission | undefined> {
  const { place, zip } = dropped;
  const submissionId = deriveSubmissionId(zip);
  const { datasetType } = place;
  if (datasetType === undefined) return undefined;
  for (;;) {
    const found = await deps.submissions.find(submissionId);
    const at = deps.now().toISOString();
    const written =
      found === undefined
        ? await deps.submissions.create(
            {
              ...BEGINNING,
              submissionId,
              zip,
              datasetType,
              ...sidecarFields(dropped),
              createdAt: at,
              startedAt: at,
              updatedAt: at,
            },
            passwordOf(dropped),
          )
        : await renew(deps, found, dropped, droppedAt, at);
    if (written !== undefined) return written;
    // Another event of the same drop was faster, or the submission has just moved on.
  }
}

const BEGINNING = {
  attempt: 1,
  tries: 0,
  requests: 0,
  polls: 0,
  misses: 0,
} as const satisfies Partial<NewSubmission>;

/** @returns the submission as it is to be now, which for most drops is as it was */
async function renew(
  deps: RecordDeps,
  found: Submission,
  dropped: WholeDrop,
  droppedAt: string,
  at: string,
): Promise<Submission | undefined> {
  const isCorrected = found.state === 'unusable' && found.sidecarEtag !== dropped.sidecar.etag;
  if (isCorrected) {
    const changes = { ...sidecarFields(dropped), startedAt: at, updatedAt: at };
    return deps.submissions.change(found, changes, passwordOf(dropped));
  }
  // An event that is delivered again is as old as the drop that it tells of.
  const isNews = Date.parse(droppedAt) >= Math.floor(Date.parse(found.endedAt ?? at) / 1000) * 1000;
  if (found.state !== 'failed' || !isNews) return found;
  const state = stateBefore(found);
  const attempt = found.attempt + 1;
  deps.log.info('A submission that failed goes on', { submissionId: found.submissionId, state, attempt });
  const again = {
    attempt,
    startedAt: at,
    updatedAt: at,
    endedAt: undefined,
    failure: undefined,
    misses: 0,
    tries: 0,
  };
  // What the service may have stays what it is; what it surely has not may be described anew.
  if (state !== 'queued') return deps.submissions.change(found, { ...again, state });
  return deps.submissions.change(found, { ...again, ...sidecarFields(dropped) }, passwordOf(dropped));
}

function stateBefore({ entryId, submittingBy }: Submission): SubmissionState {
  if (entryId !== undefined) return 'evaluating';
  return submittingBy === undefined ? 'queued' : 'submitting';
}

function sidecarFields({ sidecar: { etag, read } }: WholeDrop) {
  const about = { sidecarEtag: etag };
  return 'problems' in read
    ? { ...about, state: 'unusable' as const, problems: [...read.problems], wish: undefined }
    : { ...about, state: 'queued' as const, problems: undefined, wish: read.wish };
}

/** Of the sidecar file, or one that nobody knows until it is asked for. */
function passwordOf({ sidecar: { read } }: WholeDrop): string | undefined {
  if ('problems' in read) return undefined;
  return read.password ?? randomBytes(24).toString('base64url');
}
