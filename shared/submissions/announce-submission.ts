import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '../jobs/pipeline-event.ts';
import type { Log } from '../logging/logger.ts';
import { writeMeasures } from '../metrics/write-measures.ts';
import { type PublishDeps, publishSubmission } from './publish-submission.ts';
import type { Submission } from './submission.ts';
import { submissionDocument } from './submission-document.ts';
import { SUBMISSION_EVENTS } from './submission-event.ts';
import type { SubmissionId } from './submission-id.ts';
import type { SubmissionTable } from './submission-table.ts';

export interface AnnounceSubmissionDeps extends PublishDeps {
  readonly submissions: Pick<SubmissionTable, 'get' | 'change'>;
  readonly eventBridge: EventBridgeClient;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Tells everybody where a submission stands now: its document in the bucket, and an event when it has ended. Each end
 * of each attempt is told once; one that is cut off in between tells it again under the same id.
 */
export async function announceSubmission(deps: AnnounceSubmissionDeps, id: SubmissionId): Promise<void> {
  const found = await publishSubmission(deps, id);
  const detailType = SUBMISSION_EVENTS[found.state];
  const news = `${found.state} ${found.attempt}`;
  if (detailType === undefined || found.announced === news) return;
  await putEvent(deps, detailType, { id: `${id} ${news}`, ...submissionDocument(found) });
  const marked = await deps.submissions.change(found, { announced: news });
  deps.log.info('The end of a submission was told', { submissionId: id, state: found.state });
  if (marked !== undefined) writeMeasures({ values: measuresOf(found) });
}

function measuresOf({ state }: Submission) {
  return state === 'scored' ? { EntriesScored: 1 } : { EntriesFailed: 1 };
}

async function putEvent(
  { eventBridge, now }: AnnounceSubmissionDeps,
  DetailType: string,
  detail: object,
): Promise<void> {
  const { FailedEntryCount, Entries } = await eventBridge.send(
    new PutEventsCommand({
      Entries: [{ Source: EVENT_SOURCE, DetailType, Detail: JSON.stringify(detail), Time: now() }],
    }),
  );
  if (!FailedEntryCount) return;
  const [entry] = Entries ?? [];
  throw new Error(`The event bus did not take the news: ${entry?.ErrorCode} ${entry?.ErrorMessage}`);
}
