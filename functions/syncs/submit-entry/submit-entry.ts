import { randomUUID } from 'node:crypto';
import { ServiceError } from '../../../shared/errors/service-error.ts';
import type { MvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import type { AnnounceSubmissionDeps } from '../../../shared/submissions/announce-submission.ts';
import { entryLink } from '../../../shared/submissions/entry-link.ts';
import { findEntry } from '../../../shared/submissions/find-entry.ts';
import { recordEntry } from '../../../shared/submissions/record-entry.ts';
import { isOpen, type Submission } from '../../../shared/submissions/submission.ts';
import { markedText } from '../../../shared/submissions/submission-marker.ts';
import {
  nextStep,
  type SubmissionInput,
  type SubmissionStep,
} from '../../../shared/submissions/submission-step.ts';
import type { SubmissionTable } from '../../../shared/submissions/submission-table.ts';
import type { OpenedZip, OpenZip } from './open-zip.ts';
import { settleRefusal } from './settle-refusal.ts';

/** Time to write down what became of the request, before the function itself is ended. */
const TIME_TO_RECORD_MS = 10_000;
/** The clocks of two machines differ by less than this. */
const CLOCK_MARGIN_MS = 60_000;
/** When a lost answer is looked up first: until then a service that took the zip has usually listed it. */
const LOOK_UP_AFTER_SECONDS = 5;

export interface SubmitEntryDeps extends AnnounceSubmissionDeps {
  readonly submissions: SubmissionTable;
  readonly client: Pick<MvsepClient, 'qualityChecker'>;
  /** Address of the service. */
  readonly upstreamUrl: string;
  /** Read before the mark is set, so that a missing secret is not mistaken for a lost request. */
  readonly token: () => Promise<string>;
  readonly openZip: OpenZip;
  /** How long this run of the function may still take: afterwards it is surely dead. */
  readonly remainingMs: () => number;
}

/** A submission that only this run sends. */
interface MarkedSubmission extends Submission {
  readonly submittingBy: string;
}

/**
 * Sends a zip to the quality checker, at most once, however often this is called: `add` is not idempotent.
 *
 * Before the request leaves, a mark is written that only one run can write. It goes away only when the service surely
 * has nothing of it: the connection never stood, the service refused, or not even the last byte of the zip had left.
 * After any other end the submission stays marked, and `track-entry` looks for it in the lists of the service.
 */
export async function submitEntry(
  deps: SubmitEntryDeps,
  { submissionId, attempt }: SubmissionInput,
): Promise<SubmissionStep> {
  const found = await deps.submissions.get(submissionId);
  if (found.attempt !== attempt || !isOpen(found)) return nextStep({ submissionId, attempt }, 'end');
  if (found.state !== 'queued') return nextStep(found, 'track');
  let opened: OpenedZip;
  let password: string;
  try {
    // Everything that can fail without a doubt about the service comes before the mark.
    if (await isThereAlready(deps, found)) return nextStep(found, 'track');
    await deps.token();
    password = await deps.submissions.password(submissionId);
    opened = await deps.openZip(found);
  } catch (error) {
    return settleRefusal(deps, found, error);
  }
  const marked = await writeMark(deps, found);
  if (marked === undefined) {
    opened.close();
    return nextStep(found, 'track');
  }
  return send(deps, marked, opened, password);
}

/** A request that surely was not taken has been wrong before: one look costs nothing. */
async function isThereAlready(deps: SubmitEntryDeps, found: Submission): Promise<boolean> {
  if (found.requests === 0) return false;
  const entry = await findEntry(deps.client, found);
  if (entry === undefined) return false;
  await recordEntry(deps, found, { id: entry.id, link: entryLink(deps.upstreamUrl, entry.id) });
  return true;
}

async function writeMark(deps: SubmitEntryDeps, found: Submission): Promise<MarkedSubmission | undefined> {
  const at = deps.now();
  const submittingBy = randomUUID();
  const marked = await deps.submissions.change(found, {
    state: 'submitting',
    submittingBy,
    submittingAt: at.toISOString(),
    submittingUntil: new Date(at.getTime() + deps.remainingMs() + CLOCK_MARGIN_MS).toISOString(),
    upstream: new URL(deps.upstreamUrl).host,
    requests: found.requests + 1,
    updatedAt: at.toISOString(),
  });
  if (marked !== undefined) return { ...marked, submittingBy };
  // The write may have gone through and its answer be lost.
  const current = await deps.submissions.get(found.submissionId);
  return current.submittingBy === submittingBy ? { ...current, submittingBy } : undefined;
}

async function send(
  deps: SubmitEntryDeps,
  marked: MarkedSubmission,
  opened: OpenedZip,
  password: string,
): Promise<SubmissionStep> {
  const { submissionId, datasetType, wish } = marked;
  if (wish === undefined) throw new Error(`The submission ${submissionId} is queued without a sidecar file.`);
  try {
    const { id, link } = await deps.client.qualityChecker.add(
      {
        zip: opened.zip,
        algoName: wish.algorithm,
        mainText: markedText(wish.description, submissionId),
        ensemble: wish.ensemble,
        datasetType,
        password,
      },
      { signal: AbortSignal.timeout(Math.max(1, deps.remainingMs() - TIME_TO_RECORD_MS)) },
    );
    await recordEntry(deps, marked, { id, link: link ?? entryLink(deps.upstreamUrl, id) });
    deps.log.info('The quality checker has the zip', { submissionId, entryId: id });
    return nextStep(marked, 'track', LOOK_UP_AFTER_SECONDS);
  } catch (error) {
    opened.close();
    const surelyNot = error instanceof ServiceError && (error.charged === 'no' || !opened.mayBeWhole());
    return surelyNot ? settleRefusal(deps, marked, error) : lookUpSoon(deps, marked, error);
  }
}

/** Nobody knows whether the request arrived. It is over, so that the search can begin before this run must be dead. */
async function lookUpSoon(
  deps: SubmitEntryDeps,
  marked: MarkedSubmission,
  error: unknown,
): Promise<SubmissionStep> {
  const at = deps.now().toISOString();
  deps.log.warn('The answer to a submission was lost; it is looked up', {
    submissionId: marked.submissionId,
    error: error instanceof Error ? error.name : 'unknown',
  });
  await deps.submissions.change(marked, { submittingUntil: at, updatedAt: at });
  return nextStep(marked, 'track', LOOK_UP_AFTER_SECONDS);
}
