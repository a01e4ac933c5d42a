import { ServiceError } from '../errors/service-error.ts';
import type { Separation } from '../mvsep/catalogue/separation.ts';
import { separationSlug } from '../mvsep/catalogue/separation-slug.ts';
import { findSeparationType } from '../mvsep/catalogue/separation-type.ts';
import type { Job } from './job.ts';
import { deriveJobId } from './job-id.ts';
import { requestedSeparation } from './requested-separation.ts';
import { checkStemsKeyLength } from './stems-key.ts';
import { unquotedEtag } from './unquoted-etag.ts';

/** An uploaded object, and what its metadata asks for. */
export interface Upload {
  readonly upload: {
    readonly bucket: string;
    readonly key: string;
    readonly etag: string;
    /** Version id of the object; its etag counts when there is none. */
    readonly version?: string;
    readonly bytes: number;
  };
  readonly metadata: Readonly<Record<string, string>>;
  /** What an upload without metadata gets. */
  readonly defaults: Separation;
  readonly at: Date;
}

/**
 * The record of the job that an upload becomes; its id follows from the object and the separation. An upload
 * that asks for something impossible becomes a job that has failed already, with the reason.
 */
export function newJob({ upload, metadata, defaults, at }: Upload): Job {
  const time = at.toISOString();
  const { bucket, key, bytes } = upload;
  const etag = unquotedEtag(upload.etag);
  const common = {
    source: { bucket, key, etag, bytes },
    files: {},
    polls: 0,
    submittedAt: time,
    updatedAt: time,
  };
  const identity = { bucket, key, version: unquotedEtag(upload.version ?? etag) };
  try {
    const wanted = requestedSeparation(metadata, defaults);
    const slug = separationSlug(wanted);
    const jobId = deriveJobId({ ...identity, separationSlug: slug, outputFormat: wanted.outputFormat });
    checkStemsKeyLength(key, slug, jobId);
    return {
      ...common,
      jobId,
      state: 'submitted',
      separation: {
        type: wanted.separationType,
        name: findSeparationType(wanted.separationType)?.name ?? slug,
        slug,
        options: wanted.options,
        outputFormat: wanted.outputFormat,
      },
      events: [{ at: time, what: 'submitted' }],
    };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const asked = JSON.stringify(metadata).slice(0, 2_000);
    return {
      ...common,
      jobId: deriveJobId({ ...identity, separationSlug: `refused ${asked}`, outputFormat: 0 }),
      state: 'failed',
      separation: {
        type: defaults.separationType,
        name: 'refused',
        slug: 'refused',
        options: {},
        outputFormat: 0,
      },
      failure: {
        error: error.name,
        reason: error.message,
        charged: error.charged,
        at: time,
        phase: 'submitted',
      },
      endedAt: time,
      events: [{ at: time, what: 'refused', detail: error.message.slice(0, 500) }],
    };
  }
}
