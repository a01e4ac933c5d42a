import { type JobId, jobId } from './job-id.ts';
import type { Step } from './step.ts';
import { uploadId } from './upload-id.ts';

/** The attempt that an upload id names. */
export interface NamedAttempt {
  readonly jobId: JobId;
  readonly index: number;
  readonly attempt: number;
}

/** An upload id as the service builds it into a hash: the last part, before the extension. */
const IN_HASH = /-([a-z0-9]{1,40})s(\d{1,4})n(\d{1,6})(?:\.[a-z0-9]+)?$/;

/**
 * Reads the upload id out of a hash of the service; undefined when it is not one of ours.
 *
 * @example readUploadId('20260812120000-0123456789-0f3as1n2.wav'); // { jobId: '0f3a', index: 1, attempt: 2 }
 */
export function readUploadId(hash: string): NamedAttempt | undefined {
  const [, id, index, attempt] = IN_HASH.exec(hash) ?? [];
  return id === undefined
    ? undefined
    : { jobId: jobId.parse(id), index: Number(index), attempt: Number(attempt) };
}

/**
 * Whether a hash of the service says by its name that it belongs to something else of ours: whatever the service
 * means by that, it is not the separation of this attempt. A hash that names nothing of ours says nothing.
 */
export function namesAnother(hash: string, step: Pick<Step, 'jobId' | 'index' | 'attempt'>): boolean {
  const named = readUploadId(hash);
  return named !== undefined && uploadId(named) !== uploadId(step);
}
