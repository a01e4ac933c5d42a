import type { StemSource, Step } from '../../../shared/jobs/step.ts';

/** The stem at this place of a step's result. */
export function stemAt({ jobId, step, result }: Step, index: number): StemSource {
  const stem = result?.kind === 'done' ? result.stems[index] : undefined;
  if (stem === undefined) throw new Error(`The step ${step} of the job ${jobId} has no stem ${index}.`);
  return stem;
}
