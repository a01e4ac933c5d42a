import { basename } from 'node:path/posix';
import { releaseCredits } from '../../../shared/jobs/budget.ts';
import { cacheDigest, findCached, type StemsStore } from '../../../shared/jobs/result-cache.ts';
import type { StemSource, Step } from '../../../shared/jobs/step.ts';
import { type StoreResultDeps, storeResult } from '../../../shared/jobs/store-result.ts';

export interface CachedResultDeps extends StoreResultDeps {
  /** Host of the MVSep API: two services need not separate alike. */
  readonly upstream: string;
  /** Where earlier stems lie; undefined when nothing is kept. */
  readonly cache: StemsStore | undefined;
}

/**
 * Ends a queued step with the stems of an earlier separation of the same audio, if there are any: nothing is handed
 * over, and what was set aside for it goes back to the budget.
 *
 * @returns whether it did, or the step has moved on meanwhile
 */
export async function useCachedResult(deps: CachedResultDeps, step: Step): Promise<boolean> {
  const found = await findEarlier(deps, step);
  if (found === undefined) return step.cachedFrom !== undefined && !(await forgetEarlier(deps, step));
  // Noted first: with it on the record, no run that has the step's turn hands it over any more.
  const noted = await deps.jobs.changeStep(step, {
    at: deps.now(),
    set: { cachedFrom: { jobId: found.jobId, step: found.step }, upstream: deps.upstream },
    when: { state: ['queued'], absent: ['creatingAt', 'result', 'cancelledAt'] },
  });
  if (noted === undefined) return true;
  const stored = await storeResult(
    deps,
    noted,
    { kind: 'done', stems: copiedStems(noted, found) },
    { ofAttempt: noted.attempt },
  );
  if (stored === undefined) return true;
  deps.log.info('The step takes the stems of an earlier one', {
    jobId: step.jobId,
    step: step.step,
    from: found.jobId,
  });
  await releaseCredits(deps.table, await deps.jobs.getStep(stored), deps.now());
  return true;
}

async function findEarlier({ table, cache, upstream, now }: CachedResultDeps, step: Step) {
  const { input, separation } = step;
  if (cache === undefined || input?.sha256 === undefined) return undefined;
  const digest = cacheDigest({ sha256: input.sha256, separation, upstream });
  const found = await findCached(table, digest, now(), cache);
  return found?.jobId === step.jobId && found.step === step.step ? undefined : found;
}

/** The earlier stems were deleted between two runs: the step is separated after all. */
async function forgetEarlier({ jobs, now }: CachedResultDeps, step: Step): Promise<boolean> {
  const forgotten = await jobs.changeStep(step, {
    at: now(),
    remove: ['cachedFrom'],
    when: { state: ['queued'], absent: ['result'] },
  });
  return forgotten !== undefined;
}

function copiedStems({ folder = '' }: Step, found: Step): StemSource[] {
  return Object.entries(found.files)
    .sort(([left], [right]) => Number(left) - Number(right))
    .map(([, { stem, key, contentType, bytes, sha256 }]) => ({
      stem,
      key: `${folder}/${basename(key)}`,
      contentType,
      copyFrom: key,
      bytes,
      sha256,
    }));
}
