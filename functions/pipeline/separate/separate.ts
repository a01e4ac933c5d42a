import { randomUUID } from 'node:crypto';
import { JobEnded } from '../../../shared/errors/job-ended.ts';
import { MvsepAmbiguous } from '../../../shared/errors/mvsep-ambiguous.ts';
import { type Charged, ServiceError } from '../../../shared/errors/service-error.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import type { JobChange } from '../../../shared/jobs/job-change.ts';
import type { JobId } from '../../../shared/jobs/job-id.ts';
import type { JobTable } from '../../../shared/jobs/job-table.ts';
import { FIRST_POLL_SECONDS } from '../../../shared/jobs/poll-interval.ts';
import { signJob } from '../../../shared/jobs/webhook-signature.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import type { CreatedSeparation } from '../../../shared/mvsep/client/create-separation.ts';
import type { MvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import type { HandedOff, HandOff } from './hand-off-audio.ts';

/** How long the history may grow by requests that were refused. */
const MAXIMUM_EVENTS_OF_REQUESTS = 20;

export interface CreateSeparationDeps {
  readonly jobs: JobTable;
  readonly client: Pick<MvsepClient, 'separation'>;
  /** Host of the service, for the record. */
  readonly upstream: string;
  /** Read before the mark is set, so that a missing secret is not mistaken for a lost request. */
  readonly token: () => Promise<string>;
  /** Address of the webhook route, to which job and signature are added. */
  readonly webhookUrl: string;
  readonly webhookSecret: () => Promise<string>;
  readonly handOff: HandOff;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Hands the song to the MVSep API, at most once in the life of the job, however often and however much at
 * once this is called.
 *
 * Before the request leaves, a mark is written that only one caller can write. It goes away only when the
 * service surely charged nothing. A mark without a hash therefore means that a request was sent whose
 * outcome nobody knows, and it is never sent again.
 *
 * @throws MvsepAmbiguous a request was sent before, or now, and its outcome is unknown.
 * @throws MvsepBusy, MvsepUnavailable nothing was charged; this may be called again.
 * @throws MvsepRejected, MvsepUnauthorized, SourceChanged, JobEnded, UnknownJob
 */
export async function createSeparation(deps: CreateSeparationDeps, jobId: JobId): Promise<void> {
  const job = await deps.jobs.get(jobId);
  if (hasHash(job)) return;
  refuseSecondRequest(job);
  // Everything that can fail without a doubt about money comes before the mark.
  const webhookUrl = `${deps.webhookUrl}/${jobId}/${signJob(jobId, await deps.webhookSecret())}`;
  await deps.token();
  const handedOff = await deps.handOff(job);

  const creatingBy = randomUUID();
  if (!(await writeMark(deps, job, creatingBy))) {
    handedOff.discard();
    const current = await deps.jobs.get(jobId);
    if (hasHash(current)) return;
    refuseSecondRequest(current);
    throw new JobEnded('The job ended before its song was handed over.');
  }
  const created = await requestOnce(deps, job, handedOff, webhookUrl, creatingBy);
  await recordCreated(deps, jobId, created);
}

function hasHash(job: Job): boolean {
  return job.separationHash !== undefined || job.remoteHash !== undefined;
}

function refuseSecondRequest(job: Job): void {
  if (job.creatingAt === undefined || hasHash(job)) return;
  throw new MvsepAmbiguous(
    `The separation may already have been created at ${job.creatingAt}, but its answer was lost. It was not ` +
      'requested again, since that could be charged twice.',
  );
}

/** Writes the mark; false when there is one already, or the job has ended. */
async function writeMark(deps: CreateSeparationDeps, job: Job, creatingBy: string): Promise<boolean> {
  const at = deps.now();
  const marked = await deps.jobs.change(job.jobId, {
    at,
    set: { state: 'creating', creatingAt: at.toISOString(), creatingBy, upstream: deps.upstream },
    ...story(job, 'creating'),
    when: { state: ['inspected'], absent: ['creatingAt', 'separationHash', 'remoteHash'] },
  });
  // The write may have gone through and its answer be lost, with another's write behind it.
  return marked !== undefined || (await deps.jobs.get(job.jobId)).creatingBy === creatingBy;
}

/** A line for the record, unless a service that stays busy has filled it with the same two. */
function story(job: Job, what: string, detail?: string): Pick<JobChange, 'event'> {
  if (job.events.length >= MAXIMUM_EVENTS_OF_REQUESTS) return {};
  return { event: { what, ...(detail === undefined ? {} : { detail }) } };
}

async function requestOnce(
  deps: CreateSeparationDeps,
  job: Job,
  { audio, discard }: HandedOff,
  webhookUrl: string,
  creatingBy: string,
): Promise<CreatedSeparation> {
  const { jobId, separation } = job;
  try {
    return await deps.client.separation.create({
      audio,
      separationType: separation.type,
      options: separation.options,
      outputFormat: separation.outputFormat,
      webhookUrl,
    });
  } catch (error) {
    discard();
    if (error instanceof ServiceError && error.charged === 'no') {
      await deps.jobs.change(jobId, {
        at: deps.now(),
        set: { state: 'inspected' },
        remove: ['creatingAt', 'creatingBy'],
        ...story(job, 'not created', error.message),
        when: { state: ['creating'], equals: { creatingBy } },
      });
    }
    deps.log.warn('The separation was not created', {
      jobId,
      error: error instanceof Error ? error.name : 'unknown',
    });
    throw error;
  }
}

async function recordCreated(
  deps: CreateSeparationDeps,
  jobId: JobId,
  created: CreatedSeparation,
): Promise<void> {
  const at = deps.now();
  const written = await deps.jobs.change(jobId, {
    at,
    set: {
      state: 'waiting',
      createdAt: at.toISOString(),
      dueAt: new Date(at.getTime() + FIRST_POLL_SECONDS * 1000).toISOString(),
      ...(created.kind === 'separation' ? { separationHash: created.hash } : { remoteHash: created.hash }),
    },
    event: { what: 'created', detail: created.hash },
    when: { state: ['creating'] },
  });
  deps.log.info('The separation was created', { jobId, kind: created.kind, hash: created.hash });
  if (written === undefined) {
    const current = await deps.jobs.get(jobId);
    // The write went through, its answer was lost, and the poller or a webhook has written since.
    const isWritten = current.separationHash === created.hash || current.remoteHash === created.hash;
    if (isWritten && current.state !== 'failed') return;
    // The job was ended from outside meanwhile. Its story must still tell what was paid for.
    const hash =
      created.kind === 'separation' ? { separationHash: created.hash } : { remoteHash: created.hash };
    const failure = current.failure && { ...current.failure, charged: chargedFor(created) };
    await deps.jobs.change(jobId, {
      at,
      set: { ...hash, failure },
      event: { what: 'created too late', detail: created.hash },
    });
    throw new JobEnded(`The job ended while its separation ${created.hash} was being created.`);
  }
  // A webhook that came before the hash was known could not be checked: look at once.
  if (written.hintedAt !== undefined) {
    await deps.jobs.change(jobId, {
      at,
      set: { dueAt: at.toISOString() },
      when: { state: ['waiting'], absent: ['result'] },
    });
  }
}

/** A link that the service took may still turn out to be none; a separation that exists was charged. */
function chargedFor(created: CreatedSeparation): Charged {
  return created.kind === 'separation' ? 'yes' : 'maybe';
}
