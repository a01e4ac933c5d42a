import { DownloadFailed } from '../../../shared/errors/download-failed.ts';
import type { JobTable } from '../../../shared/jobs/job-table.ts';
import { resultStems } from '../../../shared/jobs/result-stems.ts';
import type { StemSource, Step } from '../../../shared/jobs/step.ts';
import type { MvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';

export interface FreshLinksDeps {
  readonly jobs: JobTable;
  readonly client: { readonly separation: Pick<MvsepClient['separation'], 'get'> };
  readonly now: () => Date;
}

/**
 * Asks the service again where the stems of a separation lie, and writes the links onto the record, so that the
 * other stems find them there too. Where stems are stored, and which there are, stays as it is.
 *
 * @param mirror asks for links to the mirror, which costs a credit
 * @returns the step as it is now
 * @throws DownloadFailed there are no links at the moment.
 * @throws ServiceError a mirror that was not given; its `charged` tells what that cost
 */
export async function freshLinks(deps: FreshLinksDeps, step: Step, mirror: boolean): Promise<Step> {
  if (step.separationHash === undefined || step.result?.kind !== 'done') {
    throw new DownloadFailed(
      'The links of the stems cannot be asked for again: the separation is not known.',
    );
  }
  const answer = await deps.client.separation.get(step.separationHash, { mirror });
  if (answer.kind !== 'done') {
    throw new DownloadFailed(
      `The service gives no links to the stems of ${step.separationHash} at the moment (${answer.kind}).`,
    );
  }
  const fresh = resultStems(step, answer.files);
  const stems = step.result.stems.map((old, index) => withLink(old, fresh, index));
  const written = await deps.jobs.changeStep(step, {
    at: deps.now(),
    set: { result: { kind: 'done', stems } },
    when: { state: ['copying'] },
  });
  return written ?? deps.jobs.getStep(step);
}

/** The link of the same stem: at its old place or, should the service list them in another order, under its name. */
function withLink(old: StemSource, fresh: readonly StemSource[], index: number): StemSource {
  const there = fresh[index];
  const same = there?.stem === old.stem ? there : fresh.find(({ stem }) => stem === old.stem);
  if (same === undefined) return old;
  return { ...old, url: same.url, bytes: same.bytes };
}
