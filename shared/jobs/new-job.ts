import { InvalidSeparation } from '../errors/invalid-separation.ts';
import type { ServiceError } from '../errors/service-error.ts';
import type { Job } from './job.ts';
import type { JobId } from './job-id.ts';
import type { WholeJob } from './job-table.ts';
import { monthOf } from './month-of.ts';
import type { UploadPlan } from './plan-upload.ts';
import type { Step } from './step.ts';

/** What is on the record of a job only when somebody asked for it by the API. */
export type AskedByApi = Pick<
  Job,
  'owner' | 'link' | 'requestDigest' | 'clientHash' | 'clientRemoteHash' | 'clientWebhook'
>;

/** The object that a job is made of. */
export interface NewJob {
  readonly jobId: JobId;
  readonly source: Job['source'];
  readonly asked?: AskedByApi;
  /** Etag of the file beside it that said what becomes of it. */
  readonly sidecarEtag?: string | undefined;
  readonly at: Date;
}

/** The records of the job that an upload becomes: its steps stand as they will be made, whatever changes later. */
export function newJob(upload: NewJob, { recipe, steps }: UploadPlan): WholeJob {
  const { jobId, at } = upload;
  const time = at.toISOString();
  const detail = steps.map(({ step }) => step).join(', ');
  return {
    job: {
      ...commonFields(upload),
      state: 'submitted',
      ...(recipe === undefined ? {} : { recipe }),
      steps: steps.map(({ step }) => step),
      events: [{ at: time, what: 'submitted', detail }],
    },
    steps: steps.map(
      (planned, index): Step => ({
        ...planned,
        jobId,
        index,
        state: 'blocked',
        credits: { reserved: 0 },
        attempt: 1,
        polls: 0,
        refusals: 0,
        lookUps: 0,
        files: {},
        updatedAt: time,
        events: [{ at: time, what: 'submitted' }],
      }),
    ),
  };
}

/**
 * The record of an upload that asks for something impossible: it has failed already, with the reason, and makes no
 * separation.
 */
export function refusedJob(upload: NewJob, error: ServiceError): WholeJob {
  const time = upload.at.toISOString();
  const { name, message, charged } = error;
  // Of the metadata: what is wrong with a recipe says itself where to correct it.
  const reason =
    error instanceof InvalidSeparation
      ? `${message} Nothing was charged: correct the metadata, and upload the song again.`
      : message;
  const job: Job = {
    ...commonFields(upload),
    state: 'failed',
    steps: [],
    failure: { error: name, reason, charged, at: time, phase: 'submitted' },
    endedAt: time,
    events: [{ at: time, what: 'refused', detail: reason.slice(0, 500) }],
  };
  return { job, steps: [] };
}

function commonFields({ jobId, source, sidecarEtag, asked = {}, at }: NewJob) {
  const time = at.toISOString();
  return {
    ...asked,
    jobId,
    source,
    ...(sidecarEtag === undefined ? {} : { sidecarEtag }),
    attempt: 1,
    month: monthOf(at),
    submittedAt: time,
    updatedAt: time,
  };
}
