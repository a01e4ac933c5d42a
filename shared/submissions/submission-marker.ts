import type { SubmissionId } from './submission-id.ts';

/** The most that the service takes as a description. */
const LONGEST_TEXT = 10_000;

/** The most that a sidecar file may say: the marker comes behind it. */
export const LONGEST_DESCRIPTION = LONGEST_TEXT - 40;

/**
 * What the service is told as description of an entry, and lists for everybody: that of the sidecar file, and behind it
 * the id of the submission. By it the entry is found again when the answer to its request was lost.
 */
export function markedText(description: string, id: SubmissionId): string {
  return `${description} ${markerOf(id)}`;
}

/** Whether an entry as the service lists it is that of a submission. */
export function isMarked(text: string | undefined, id: SubmissionId): boolean {
  return text?.includes(markerOf(id)) === true;
}

function markerOf(id: SubmissionId): string {
  return `[${id}]`;
}
