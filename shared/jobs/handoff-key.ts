import { extname } from 'node:path/posix';
import type { Step } from './step.ts';
import { uploadId } from './upload-id.ts';

/**
 * The file name of one attempt at the service: its upload id with the extension of what it separates, if that is
 * plain ASCII.
 */
export function uploadFileName(step: Pick<Step, 'jobId' | 'index' | 'attempt' | 'input'>): string {
  const extension = extname(step.input?.key ?? '').toLowerCase();
  return `${uploadId(step)}${/^\.[a-z0-9]{1,5}$/.test(extension) ? extension : ''}`;
}

/** Key of the copy to which the link of one attempt leads. */
export function handoffKey(step: Pick<Step, 'jobId' | 'index' | 'attempt' | 'input'>): string {
  return `handoff/${uploadFileName(step)}`;
}
