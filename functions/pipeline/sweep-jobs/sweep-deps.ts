import type { FailJobDeps } from '../../../shared/jobs/fail-job.ts';
import type { SubmitSongDeps } from '../../../shared/jobs/submit-song.ts';

export interface SweepDeps extends FailJobDeps, SubmitSongDeps {
  /** Where the songs lie, and the reports. */
  readonly bucket: string;
  /** Whether there is time to look at one thing more. */
  readonly hasTime: () => boolean;
}
