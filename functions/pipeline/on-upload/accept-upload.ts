import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { ServiceError } from '../../../shared/errors/service-error.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import { deriveJobId, type JobId } from '../../../shared/jobs/job-id.ts';
import type { JobTable } from '../../../shared/jobs/job-table.ts';
import { checkStemsKeyLength } from '../../../shared/jobs/stems-key.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import type { Separation } from '../../../shared/mvsep/catalogue/separation.ts';
import { separationSlug } from '../../../shared/mvsep/catalogue/separation-slug.ts';
import { findSeparationType } from '../../../shared/mvsep/catalogue/separation-type.ts';
import { requestedSeparation } from './requested-separation.ts';
import type { UploadEvent } from './upload-event.ts';

export interface AcceptUploadDeps {
  readonly s3: S3Client;
  readonly stepFunctions: SFNClient;
  readonly jobs: JobTable;
  readonly workflowArn: string;
  /** What an upload without metadata gets. */
  readonly defaults: Separation;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Makes a job of an upload and starts its execution. May be called any number of times for one upload: the
 * job id follows from the object and the separation, and the execution is named after it.
 *
 * An upload that asks for something impossible becomes a job that has failed, with the reason on its record.
 */
export async function acceptUpload(deps: AcceptUploadDeps, upload: UploadEvent): Promise<void> {
  if (upload.key.endsWith('/')) return; // The console makes such an object for an empty folder.
  const object = await headUpload(deps, upload);
  if (object === undefined) {
    deps.log.info('The upload was replaced or deleted before it was looked at', { key: upload.key });
    return;
  }
  const job = newJob(deps, upload, object);
  const isNew = await deps.jobs.create(job);
  const state = isNew ? job.state : (await deps.jobs.get(job.jobId)).state;
  deps.log.info(isNew ? 'A job was recorded' : 'The upload has its job already', { jobId: job.jobId, state });
  if (state !== 'failed' && state !== 'done') await startExecution(deps, job.jobId);
}

interface UploadedObject {
  readonly bytes: number;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What lies under the key, unless it is no longer the object that the event told of. */
async function headUpload(deps: AcceptUploadDeps, upload: UploadEvent): Promise<UploadedObject | undefined> {
  const { bucket, key, etag } = upload;
  try {
    const head = await deps.s3.send(
      new HeadObjectCommand({ Bucket: bucket, Key: key, IfMatch: `"${unquoted(etag)}"` }),
    );
    return { bytes: head.ContentLength ?? 0, metadata: head.Metadata ?? {} };
  } catch (error) {
    const status = httpStatus(error);
    if (status === 404 || status === 412) return undefined;
    throw error;
  }
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}

function httpStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  const isStatus = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata;
  return isStatus && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

function newJob(deps: AcceptUploadDeps, upload: UploadEvent, object: UploadedObject): Job {
  const at = deps.now().toISOString();
  const source = { bucket: upload.bucket, key: upload.key, etag: unquoted(upload.etag), bytes: object.bytes };
  const common = { source, files: {}, polls: 0, submittedAt: at, updatedAt: at };
  const identity = { bucket: upload.bucket, key: upload.key, version: upload.version };
  try {
    const wanted = requestedSeparation(object.metadata, deps.defaults);
    const slug = separationSlug(wanted);
    const jobId = deriveJobId({ ...identity, separationSlug: slug, outputFormat: wanted.outputFormat });
    checkStemsKeyLength(upload.key, slug, jobId);
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
      events: [{ at, what: 'submitted' }],
    };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const asked = JSON.stringify(object.metadata).slice(0, 2_000);
    return {
      ...common,
      jobId: deriveJobId({ ...identity, separationSlug: `refused ${asked}`, outputFormat: 0 }),
      state: 'failed',
      separation: {
        type: deps.defaults.separationType,
        name: 'refused',
        slug: 'refused',
        options: {},
        outputFormat: 0,
      },
      failure: { error: error.name, reason: error.message, charged: error.charged, at, phase: 'submitted' },
      endedAt: at,
      events: [{ at, what: 'refused', detail: error.message.slice(0, 500) }],
    };
  }
}

async function startExecution(deps: AcceptUploadDeps, jobId: JobId): Promise<void> {
  const { stepFunctions, workflowArn: stateMachineArn } = deps;
  try {
    const { executionArn } = await stepFunctions.send(
      new StartExecutionCommand({ stateMachineArn, name: jobId, input: JSON.stringify({ jobId }) }),
    );
    if (executionArn) await deps.jobs.change(jobId, { at: deps.now(), set: { executionArn } });
    deps.log.info('The execution was started', { jobId });
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
    deps.log.info('The execution exists already', { jobId });
  }
}
