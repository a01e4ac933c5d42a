import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { JobId } from '../../../shared/jobs/job-id.ts';
import type { JobTable } from '../../../shared/jobs/job-table.ts';
import { newJob } from '../../../shared/jobs/new-job.ts';
import { unquotedEtag } from '../../../shared/jobs/unquoted-etag.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import type { Separation } from '../../../shared/mvsep/catalogue/separation.ts';
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
  const job = newJob({
    upload: { ...upload, bytes: object.bytes },
    metadata: object.metadata,
    defaults: deps.defaults,
    at: deps.now(),
  });
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
      new HeadObjectCommand({ Bucket: bucket, Key: key, IfMatch: `"${unquotedEtag(etag)}"` }),
    );
    return { bytes: head.ContentLength ?? 0, metadata: head.Metadata ?? {} };
  } catch (error) {
    const status = httpStatus(error);
    if (status === 404 || status === 412) return undefined;
    throw error;
  }
}

function httpStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  const isStatus = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata;
  return isStatus && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
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
