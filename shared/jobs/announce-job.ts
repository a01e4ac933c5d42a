import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Log } from '../logging/logger.ts';
import type { JobId } from './job-id.ts';
import type { JobTable } from './job-table.ts';

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
 */
export async function announceJob(_deps: AnnounceDeps, _jobId: JobId): Promise<void> {
  // Written with the events.
}
