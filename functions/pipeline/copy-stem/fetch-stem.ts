import { DownloadFailed } from '../../../shared/errors/download-failed.ts';
import { LinkExpired } from '../../../shared/errors/link-expired.ts';
import { ServiceError } from '../../../shared/errors/service-error.ts';
import type { Step } from '../../../shared/jobs/step.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import { type FreshLinksDeps, freshLinks } from './fresh-links.ts';
import { payForMirror } from './pay-for-mirror.ts';
import { stemAt } from './stem-at.ts';
import { type StoreDownloadDeps, type StoredObject, storeDownload } from './store-download.ts';

/** A link that fails for so long is taken for dead, whatever it answers. */
const GIVE_UP_LINK_SECONDS = 120;
/** Links that keep failing for so long, fresh ones too, may be worth a credit. */
const PAY_AFTER_SECONDS = 600;

export interface FetchStemDeps extends StoreDownloadDeps, FreshLinksDeps {
  readonly payForMirrors: boolean;
  readonly log: Log;
}

/**
 * Fetches a stem by its link. A link that is dead is replaced by a fresh one, once a call; where fresh links keep
 * failing too and the settings allow it, links to the mirror are bought, once in the life of the step.
 *
 * @throws DownloadFailed it may be tried again.
 * @throws DownloadRefused the link leads where it must not.
 */
export async function fetchStem(
  deps: FetchStemDeps,
  bucket: string,
  step: Step,
  index: number,
): Promise<StoredObject> {
  try {
    return await byLink(deps, bucket, step, index);
  } catch (error) {
    if (!(error instanceof DownloadFailed)) throw error;
    const failing = await markFailing(deps, step);
    const isDead = error instanceof LinkExpired || failingSeconds(deps, failing) >= GIVE_UP_LINK_SECONDS;
    if (!isDead) throw error;
    deps.log.warn('The link of a stem is dead', {
      jobId: step.jobId,
      step: step.step,
      index,
      reason: error.message,
    });
    return byFreshLink(deps, bucket, { error, tried: step, failing, index });
  }
}

async function byLink(deps: FetchStemDeps, bucket: string, step: Step, index: number): Promise<StoredObject> {
  const wanted = stemAt(step, index);
  const { url } = wanted;
  if (url === undefined) throw new Error(`The stem ${index} of the job ${step.jobId} has no link.`);
  return storeDownload(deps, bucket, { ...wanted, url });
}

interface DeadLink {
  readonly error: DownloadFailed;
  /** The step with the link that was tried. */
  readonly tried: Step;
  /** The step as it is on the record. */
  readonly failing: Step;
  readonly index: number;
}

async function byFreshLink(deps: FetchStemDeps, bucket: string, dead: DeadLink): Promise<StoredObject> {
  const { tried, failing, index } = dead;
  const replaced = stemAt(failing, index).url !== stemAt(tried, index).url;
  try {
    // Another stem's copy may have asked for new links meanwhile.
    const fresh = replaced ? failing : await withLinks(dead.error, () => freshLinks(deps, failing, false));
    return await byLink(deps, bucket, fresh, index);
  } catch (error) {
    const mayPay = deps.payForMirrors && failing.credits.mirror === undefined;
    if (!(error instanceof DownloadFailed) || !mayPay) throw error;
    if (failingSeconds(deps, failing) < PAY_AFTER_SECONDS) throw error;
    const mirrored = await withLinks(error, () => payForMirror(deps, failing));
    return byLink(deps, bucket, mirrored, index);
  }
}

/** No links now is no end: the workflow tries again for hours. */
async function withLinks(failed: DownloadFailed, links: () => Promise<Step>): Promise<Step> {
  try {
    return await links();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new DownloadFailed(`${failed.message} New links could not be had: ${error.message}`, error);
  }
}

/** Notes since when downloads fail; the first one counts. */
async function markFailing({ jobs, now }: FetchStemDeps, step: Step): Promise<Step> {
  const at = now();
  const marked = await jobs.changeStep(step, {
    at,
    set: { downloadFailingSince: at.toISOString() },
    when: { state: ['copying'], absent: ['downloadFailingSince'] },
  });
  return marked ?? jobs.getStep(step);
}

function failingSeconds({ now }: FetchStemDeps, { downloadFailingSince }: Step): number {
  return downloadFailingSince === undefined ? 0 : (now().getTime() - Date.parse(downloadFailingSince)) / 1000;
}
