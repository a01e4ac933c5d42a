import { describe, expect, it } from 'vitest';
import {
  endLeaderboardSync,
  syncOutcome,
} from '../../../../functions/syncs/end-leaderboard-sync/end-leaderboard-sync.ts';
import { SyncFailed } from '../../../../shared/errors/sync-failed.ts';
import { keptLog } from '../../shared/jobs/kept-log.ts';

const end = (outcome: unknown) => endLeaderboardSync(keptLog(), syncOutcome.parse(outcome));

describe('the end of a sync', () => {
  it('is good when every board was published', () => {
    expect(end({ waiting: 0, boards: [{ datasetType: 0, state: 'published' }] })).toEqual({ boards: 1 });
  });

  it('is a failure that names what failed', () => {
    const boards = [
      { datasetType: 3, error: { Error: 'MvsepUnavailable' } },
      { datasetType: 4, state: 'published' },
    ];
    const failing = () => end({ boards, queueError: { Error: 'MvsepBusy', Cause: '{}' } });
    expect(failing).toThrow(SyncFailed);
    expect(failing).toThrow('leaderboard 3 (MvsepUnavailable), the queue (MvsepBusy)');
  });
});
