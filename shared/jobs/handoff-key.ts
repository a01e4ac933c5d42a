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

/**
 * Key of the copy to which a link leads. Each run that hands over makes a copy of its own: once that is deleted, no
 * other run, however late, can make the link work again.
 */
export function handoffKey(
  step: Pick<Step, 'jobId' | 'index' | 'attempt' | 'input'>,
  creatingBy: string,
): string {
  return `handoff/${creatingBy}/${uploadFileName(step)}`;
}
