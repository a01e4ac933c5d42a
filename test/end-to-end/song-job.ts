import type { Failure } from '../../shared/jobs/failure.ts';
import type { Job } from '../../shared/jobs/job.ts';
import type { WholeJob } from '../../shared/jobs/job-table.ts';
import type { Step, StoredFile } from '../../shared/jobs/step.ts';

/** A job with its steps, and what tests ask most about it. */
export interface SongJob {
  readonly job: Job;
  readonly steps: readonly Step[];
  /** Its first step, which is the only one without a recipe. */
  readonly step: Step;
  /** All stems that lie in the bucket. */
  readonly files: readonly StoredFile[];
  /** Why it failed, or the first of its steps that did. */
  readonly failure: Failure | undefined;
}

export function songJob({ job, steps }: WholeJob): SongJob {
  const files = steps.flatMap((one) =>
    Object.entries(one.files)
      .sort(([left], [right]) => Number(left) - Number(right))
      .map(([, file]) => file),
  );
  const failure = job.failure ?? steps.find((one) => one.failure !== undefined)?.failure;
  return {
    job,
    steps,
    files,
    failure,
    get step() {
      const [first] = steps;
      if (first === undefined) throw new Error(`The job ${job.jobId} has no steps.`);
      return first;
    },
  };
}
