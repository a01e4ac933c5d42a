import type { PipelineTable } from '../jobs/pipeline-table.ts';
import { createRequestAllowance } from '../jobs/request-allowance.ts';
import type { Pace } from '../mvsep/client/call-mvsep.ts';
import type { LeaderboardTable } from './read-board.ts';

/** What of the budget all syncs together may take; the rest is for jobs. */
const SHARE = 0.25;
/** How long a call waits for its place in the share: longer than calls of the default budget are apart. */
const SHARE_PATIENCE_MS = 20_000;
/** How long it then waits behind jobs: not at all long, so that no line of syncs builds up before them. */
const PATIENCE_MS = 2_000;

/** How long a call of a sync may be kept back, in milliseconds. */
export const SYNC_PATIENCE_MS = SHARE_PATIENCE_MS + PATIENCE_MS;

export interface SyncPaceSettings {
  /** Where the one allowance of the Pipeline lies. */
  readonly jobs: PipelineTable;
  /** Where the syncs keep what they took of it. */
  readonly leaderboards: LeaderboardTable;
  /** Of the whole Pipeline; at least 2. */
  readonly requestsPerMinute: number;
  readonly now: () => Date;
  /** Waits so many milliseconds; given by tests. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

/**
 * The pace of what arrives by itself. Each call takes a place in the one allowance of the Pipeline, so that jobs and
 * syncs together never send more than it holds; and before that one in an allowance of the syncs' own, a quarter as
 * large, so that three quarters are always left for jobs. A 429 pauses both.
 */
export function createSyncPace(settings: SyncPaceSettings): Pace {
  const { jobs, leaderboards, requestsPerMinute, ...time } = settings;
  const share = createRequestAllowance({
    ...time,
    table: leaderboards,
    requestsPerMinute: Math.max(2, Math.floor(requestsPerMinute * SHARE)),
    patienceMs: SHARE_PATIENCE_MS,
  });
  const whole = createRequestAllowance({ ...time, table: jobs, requestsPerMinute, patienceMs: PATIENCE_MS });
  return {
    async beforeCall(callName) {
      await share.beforeCall(callName);
      await whole.beforeCall(callName);
    },
    tooMany: (retryAfterSeconds) => whole.tooMany(retryAfterSeconds),
  };
}
