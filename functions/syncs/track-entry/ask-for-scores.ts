import { MvsepBusy } from '../../../shared/errors/mvsep-busy.ts';
import { MvsepRejected } from '../../../shared/errors/mvsep-rejected.ts';
import { RequestBudgetSpent } from '../../../shared/errors/request-budget-spent.ts';
import { ServiceError } from '../../../shared/errors/service-error.ts';
import { writeMeasures } from '../../../shared/metrics/write-measures.ts';
import type { MvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { announceSubmission } from '../../../shared/submissions/announce-submission.ts';
import { failSubmission } from '../../../shared/submissions/fail-submission.ts';
import type { Submission } from '../../../shared/submissions/submission.ts';
import { nextStep, type SubmissionStep } from '../../../shared/submissions/submission-step.ts';
import { pollPause } from './poll-pause.ts';
import type { TrackEntryDeps } from './track-entry.ts';

/** So long an entry is followed: queues of the quality checker take days. */
const FOLLOWED_DAYS = 14;
/** The service says "not found" for a moment now and then; so often in a row, and it means it. */
const MISSES_THAT_COUNT = 5;
/** What `proc` says of an entry that was judged. */
const JUDGED = 1;
/** The service writes it, or 0, where it could not measure a stem. */
const UNMEASURED = -1000;
const LONGEST_METRICS = 20_000;

type Entry = Awaited<ReturnType<MvsepClient['qualityChecker']['entry']>>;

/** Asks for the scores of an entry once, and records them when they are there. */
export async function askForScores(deps: TrackEntryDeps, found: Submission): Promise<SubmissionStep> {
  const { entryId: id } = found;
  if (id === undefined) throw new Error(`The submission ${found.submissionId} has no entry.`);
  try {
    const entry = await deps.client.qualityChecker.entry({ id });
    return await (entry.proc === JUDGED
      ? record(deps, found, entry)
      : keepFollowing(deps, { ...found, misses: 0 }));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (error instanceof MvsepRejected) return countMiss(deps, found, error);
    return keepFollowing(deps, found, secondsAsked(error, deps.now()));
  }
}

async function record(deps: TrackEntryDeps, found: Submission, entry: Entry): Promise<SubmissionStep> {
  const at = deps.now().toISOString();
  const sdr = measured(entry);
  const isScored = isFine(entry.msg) && Object.keys(sdr).length > 0;
  await deps.submissions.change(found, {
    state: isScored ? 'scored' : 'refused',
    sdr,
    metrics: entry.metrics?.slice(0, LONGEST_METRICS),
    message: entry.msg,
    evaluatedAt: entry.procRemoteDate,
    datasetName: entry.datasetName,
    polls: found.polls + 1,
    endedAt: at,
    updatedAt: at,
  });
  deps.log.info('The quality checker has judged a zip', { submissionId: found.submissionId, isScored });
  await announceSubmission(deps, found.submissionId);
  return nextStep(found, 'end');
}

/** What could not be measured is left out: the service writes 0 or -1000 for it. */
function measured({ sdr }: Entry): Record<string, number> {
  return Object.fromEntries(Object.entries(sdr).filter(([, value]) => value > UNMEASURED && value !== 0));
}

function isFine(message: string | undefined): boolean {
  return ['', 'ok'].includes((message ?? '').trim().toLowerCase());
}

async function countMiss(
  deps: TrackEntryDeps,
  found: Submission,
  refusal: MvsepRejected,
): Promise<SubmissionStep> {
  const misses = found.misses + 1;
  if (misses < MISSES_THAT_COUNT) return keepFollowing(deps, { ...found, misses });
  await failSubmission(deps, found, {
    error: refusal.name,
    reason: `The quality checker does not show the entry any more; somebody may have deleted it. ${refusal.message}`,
  });
  return nextStep(found, 'track');
}

async function keepFollowing(deps: TrackEntryDeps, found: Submission, seconds = 0): Promise<SubmissionStep> {
  const now = deps.now();
  const since = new Date(
    Math.max(Date.parse(found.submittedAt ?? found.startedAt), Date.parse(found.startedAt)),
  );
  const age = now.getTime() - since.getTime();
  writeMeasures({ values: { OldestEntrySeconds: age / 1000 } });
  if (age > FOLLOWED_DAYS * 86_400_000) {
    await failSubmission(deps, found, {
      error: 'EvaluationTimedOut',
      reason: `The quality checker has not judged it for ${FOLLOWED_DAYS} days.`,
    });
    return nextStep(found, 'track');
  }
  const written = await deps.submissions.change(found, {
    polls: found.polls + 1,
    updatedAt: now.toISOString(),
  });
  // The first look tells the owner where it stands; later ones have nothing new to say.
  if (written !== undefined && found.polls === 0) await announceSubmission(deps, found.submissionId);
  return nextStep(found, 'track', Math.max(seconds, pollPause(since, now)));
}

function secondsAsked(error: ServiceError, now: Date): number {
  if (error instanceof RequestBudgetSpent) return (error.retryAt.getTime() - now.getTime()) / 1000;
  return error instanceof MvsepBusy ? (error.retryAfterSeconds ?? 60) : 0;
}
