import type { Log } from '../logging/logger.ts';
import type { SeparationHash } from '../mvsep/contract/separation-hash.ts';
import type { JobTable } from './job-table.ts';
import type { PipelineTable } from './pipeline-table.ts';
import { nextPoll } from './poll-interval.ts';
import { rememberHash } from './separation-hashes.ts';
import type { Step, StepProgress } from './step.ts';

/** History lines about progress stop here: a status that flickers must not fill the record. */
const MAXIMUM_EVENTS_FOR_PROGRESS = 60;

export interface KeepWaitingDeps {
  readonly table: PipelineTable;
  readonly jobs: JobTable;
  readonly webhooksExpected: () => Promise<boolean>;
  readonly now: () => Date;
  readonly log: Log;
}

/** Writes the news of a separation that has not ended, and when to ask again. A step that moved on stays as it is. */
export async function keepWaiting(
  deps: KeepWaitingDeps,
  step: Step,
  progress: StepProgress,
  separationHash: SeparationHash | undefined,
): Promise<void> {
  const at = deps.now();
  const isNews = progress.status !== step.progress?.status;
  const createdAt = new Date(step.createdAt ?? step.updatedAt);
  const webhook = await deps.webhooksExpected();
  const dueAt = nextPoll({ createdAt, now: at, position: progress.position, webhook });
  if (separationHash !== undefined && step.separationHash === undefined) {
    await rememberHash(deps.table, separationHash, step, at);
  }
  await deps.jobs.changeStep(step, {
    at,
    set: {
      progress,
      dueAt: dueAt.toISOString(),
      ...(separationHash === undefined ? {} : { separationHash }),
    },
    countPoll: true,
    ...(isNews && step.events.length < MAXIMUM_EVENTS_FOR_PROGRESS
      ? { event: { what: 'progress', detail: progress.status } }
      : {}),
    when: { state: ['waiting'], absent: ['result'], equals: { attempt: step.attempt } },
  });
  const { jobId, step: name } = step;
  deps.log.info('The separation has not ended yet', { jobId, step: name, status: progress.status });
}
