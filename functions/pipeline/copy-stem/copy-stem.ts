import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { JobEnded } from '../../../shared/errors/job-ended.ts';
import type { Step, StoredFile } from '../../../shared/jobs/step.ts';
import type { StepRef } from '../../../shared/jobs/step-ref.ts';
import { copyCached } from './copy-cached.ts';
import { type FetchStemDeps, fetchStem } from './fetch-stem.ts';
import { type FinishStepDeps, finishStep } from './finish-step.ts';
import { stemAt } from './stem-at.ts';

export interface CopyStemDeps extends FetchStemDeps, FinishStepDeps {
  /** Where the stems are stored. */
  readonly bucket: string;
}

/**
 * Brings one stem of a finished separation into the bucket, from the service or from an earlier job, and records its
 * size and hash. The last one ends the step. A stem that is there already is not brought again.
 *
 * @throws DownloadFailed fetching it again may help.
 * @throws DownloadRefused the link leads where it must not.
 * @throws CachedResultGone what was to be copied from an earlier job is not there any more.
 * @throws JobEnded, UnknownJob
 */
export async function copyStem(deps: CopyStemDeps, ref: StepRef, index: number): Promise<void> {
  const step = await startCopying(deps, await deps.jobs.getStep(ref));
  const stored = step.files[String(index)] === undefined ? await bring(deps, step, index) : step;
  if (isComplete(stored)) await finishStep(deps, stored);
}

/** The wait may have ended so lately that its end is not on the record yet. */
async function startCopying(deps: CopyStemDeps, step: Step): Promise<Step> {
  if (step.state === 'done') return step;
  const isSeparated = step.result?.kind === 'done' && step.cancelledAt === undefined;
  if (isSeparated && step.state === 'copying') return step;
  if (isSeparated && step.state === 'waiting') {
    const copying = await deps.jobs.changeStep(step, {
      at: deps.now(),
      set: { state: 'copying' },
      remove: ['work', 'dueAt'],
      when: { state: ['waiting', 'copying'], absent: ['cancelledAt'] },
    });
    if (copying !== undefined) return copying;
  }
  throw new JobEnded('The separation was ended or cancelled; its stems are not copied any more.');
}

async function bring(deps: CopyStemDeps, step: Step, index: number): Promise<Step> {
  const wanted = stemAt(step, index);
  const { bytes, sha256, etag } =
    wanted.copyFrom === undefined
      ? await fetchStem(deps, deps.bucket, step, index)
      : await copyCached(deps, deps.bucket, step, wanted);
  const { stem, key, contentType } = wanted;
  const stored: StoredFile = { stem, key, bytes, sha256, etag, contentType };
  const written = await deps.jobs.changeStep(step, {
    at: deps.now(),
    file: { index, stored },
    remove: ['downloadFailingSince'],
    event: { what: 'stem stored', detail: `${stem}, ${bytes} bytes` },
    // A slow run of an earlier attempt must not pass its stem off as that of the next.
    when: { state: ['copying'], equals: { attempt: step.attempt } },
  });
  if (written === undefined) {
    await deleteUnlisted(deps, step, key);
    throw new JobEnded('The separation was ended while its stem was being copied.');
  }
  deps.log.info('A stem was stored', { jobId: step.jobId, step: step.step, stem, bytes });
  return written;
}

/** A stem that came after the end of its step, or after its job was deleted, stands in no manifest, and would stay. */
async function deleteUnlisted({ jobs, s3, bucket }: CopyStemDeps, ref: StepRef, key: string): Promise<void> {
  const step = await jobs.findStep(ref);
  const hasEnded = step === undefined || step.state === 'failed';
  if (!hasEnded || Object.values(step?.files ?? {}).some((file) => file.key === key)) return;
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
}

function isComplete({ result, files }: Step): boolean {
  return result?.kind === 'done' && result.stems.every((_, index) => files[String(index)] !== undefined);
}
