import type { Charged } from '../../../shared/errors/service-error.ts';
import type { Job } from '../../../shared/jobs/job.ts';

/** Failures whose own sentence says how to put the upload right. */
const OF_THE_UPLOAD: readonly string[] = ['UnusableAudio', 'InvalidSeparation', 'StemsKeyTooLong'];

/**
 * What the owner of a song can do after a failure, by what it cost. Never an invitation to pay twice.
 *
 * A song under the same name stays the same job, whose end is final: to start over it needs another one.
 */
export function adviceAfter(errorName: string, charged: Charged, job: Job): string {
  switch (charged) {
    case 'no':
      return OF_THE_UPLOAD.includes(errorName)
        ? 'Nothing was charged.'
        : 'Nothing was charged. To try again, upload the song under another name.';
    case 'maybe':
      return (
        `It may have been charged: look for ${job.separationHash ?? job.remoteHash ?? job.jobId} in the separation ` +
        'history of the account before you try again under another name.'
      );
    case 'yes':
      return `The separation ${job.separationHash} was paid for, and its stems can be fetched until they expire.`;
  }
}
