import type { JobId } from './job-id.ts';
import type { Step } from './step.ts';

/**
 * The name under which one attempt of a step travels to the MVSep API: job id, place of the step in its recipe,
 * number of the attempt. The service builds it into the hash of the separation, so that the account's history
 * tells which attempt of which job was paid for. Lower-case letters and digits only, because the service turns
 * every other character into a dash.
 *
 * @example uploadId({ jobId: '0f…', index: 1, attempt: 2 }); // '0f…s1n2'
 */
export function uploadId({ jobId, index, attempt }: Pick<Step, 'jobId' | 'index' | 'attempt'>): UploadId {
  return `${jobId}s${index}n${attempt}`;
}

export type UploadId = `${JobId}s${number}n${number}`;
