import { join } from 'node:path';
import type { WholeJob } from '../../shared/jobs/job-table.ts';
import type { StepName } from '../../shared/jobs/step-name.ts';

/** Where the stems of one separation are written: right into the folder of the song when it is the only one. */
export function stepFolder({ steps }: Pick<WholeJob, 'steps'>, step: StepName, songFolder: string): string {
  return steps.length === 1 ? songFolder : join(songFolder, step);
}
