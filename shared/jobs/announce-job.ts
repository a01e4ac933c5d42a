import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Log } from '../logging/logger.ts';
import { measureEndedJob } from '../metrics/measure-ended-job.ts';
import { writeMeasures } from '../metrics/write-measures.ts';
import { describeNews } from './describe-news.ts';
import type { Job } from './job.ts';
import type { JobEvent } from './job-event.ts';
import type { JobId } from './job-id.ts';
import type { JobTable, WholeJob } from './job-table.ts';
import { EVENT_SOURCE, JOB_EVENTS } from './pipeline-event.ts';

export interface AnnounceDeps {
  readonly jobs: JobTable;
  readonly eventBridge: EventBridgeClient;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Tells the outside where a job is now: puts the event that fits its state on the bus and, when it has ended,
 * writes its metrics. Each state of each attempt is told once; whoever changed the state calls this afterwards,
 * and the daily sweep tells what was left untold.
 *
 * The event goes first and the mark on the record second: one that is cut off in between tells the same news again
 * under the same id, and never keeps it to itself.
 *
 * @throws UnknownJob
 * @throws Error the bus did not take the event; the caller's own repetition tries again
 */
export async function announceJob(deps: AnnounceDeps, jobId: JobId): Promise<void> {
  const whole = await deps.jobs.getWhole(jobId);
  const state = untoldNews(whole.job);
  if (state === undefined) return;
  await putEvent(deps, describeNews(whole, state));
  const marked = await mark(deps, whole, `${state} ${whole.job.attempt}`);
  deps.log.info('The news of the job was told', { jobId, state, attempt: whole.job.attempt });
  if (marked && whole.job.endedAt !== undefined) writeMeasures(measureEndedJob(whole, state));
}

/** The news that nobody was told yet. */
function untoldNews({ state, attempt, announced }: Job): JobEvent['state'] | undefined {
  if (state === 'deleted') return undefined;
  // Between its submission and its end a job is no news, unless even the submission was left untold.
  const isToldInPart = announced?.endsWith(` ${attempt}`) === true;
  if (state === 'running') return isToldInPart ? undefined : 'submitted';
  if (state === 'submitted' && isToldInPart) return undefined;
  return announced === `${state} ${attempt}` ? undefined : state;
}

async function putEvent({ eventBridge, now }: AnnounceDeps, news: JobEvent): Promise<void> {
  const { FailedEntryCount, Entries } = await eventBridge.send(
    new PutEventsCommand({
      Entries: [
        {
          Source: EVENT_SOURCE,
          DetailType: JOB_EVENTS[news.state],
          Detail: JSON.stringify(news),
          Time: now(),
        },
      ],
    }),
  );
  if (!FailedEntryCount) return;
  const [entry] = Entries ?? [];
  throw new Error(
    `The event bus did not take the news of the job ${news.jobId}: ${entry?.ErrorCode} ${entry?.ErrorMessage}`,
  );
}

/** Notes that the news was told; false when the job moved on, or somebody told it at the same time. */
async function mark({ jobs, now }: AnnounceDeps, { job }: WholeJob, announced: string): Promise<boolean> {
  const { jobId, state, attempt } = job;
  const before = job.announced;
  const written = await jobs.change(jobId, {
    at: now(),
    set: { announced },
    when: {
      state: [state],
      ...(before === undefined
        ? { equals: { attempt }, absent: ['announced'] }
        : { equals: { attempt, announced: before } }),
    },
  });
  return written !== undefined;
}
