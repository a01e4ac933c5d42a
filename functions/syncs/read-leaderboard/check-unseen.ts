import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { conditionHeld } from '../../../shared/aws/condition-held.ts';
import { MvsepRejected } from '../../../shared/errors/mvsep-rejected.ts';
import { asBoardEntry } from '../../../shared/leaderboards/as-board-entry.ts';
import type { BoardEntry } from '../../../shared/leaderboards/board-entry.ts';
import { leaderboardKeys } from '../../../shared/leaderboards/leaderboard-keys.ts';
import { readBoard } from '../../../shared/leaderboards/read-board.ts';
import type { Reading } from '../../../shared/leaderboards/reading.ts';
import { storeEntries } from '../../../shared/leaderboards/store-entries.ts';
import { moveOn, type ReadDeps } from './read-deps.ts';

/** Entries that one run asks for one by one, at most: what is left is asked for by the next runs. */
const MOST_CHECKS = 100;

/**
 * Asks for entries that were known and did not show on any page: what the service does not know any more is removed,
 * and what it knows stays. Those that were not seen for the longest time come first.
 */
export async function checkUnseen(deps: ReadDeps, reading: Reading): Promise<Reading> {
  const { datasetType, runId } = reading;
  const board = await readBoard(deps.table, datasetType);
  const unseen = board
    .filter((entry) => entry.runId !== runId)
    .sort((left, right) => left.readAt.localeCompare(right.readAt));
  let current = reading;
  for (const entry of unseen.slice(0, Math.max(0, MOST_CHECKS - reading.checks))) {
    if (!deps.hasTime()) return current;
    await check(deps, entry, runId);
    const before = current;
    current = await moveOn(deps, before, { checks: before.checks + 1 });
    // Somebody else is at it too: look again who is left.
    if (current.version !== before.version + 1 || current.runId !== runId) return current;
  }
  const left = unseen.length - (current.checks - reading.checks);
  deps.log.info('The leaderboard was read', { datasetType, entries: board.length, unseen: left });
  return moveOn(deps, current, { state: 'read', readAt: deps.now().toISOString() });
}

async function check(deps: ReadDeps, known: BoardEntry, runId: string): Promise<void> {
  const { datasetType, id } = known;
  try {
    const answer = await deps.client.qualityChecker.entry({ id });
    const seen = { datasetType, runId, readAt: deps.now().toISOString() };
    const found = asBoardEntry(answer, seen);
    // Without values it is being evaluated again: what is known of it holds until that has ended.
    const hasValues = found !== undefined && Object.keys(found.sdr).length > 0;
    await storeEntries(deps.table, [hasValues ? found : { ...known, ...seen }]);
  } catch (error) {
    if (!(error instanceof MvsepRejected)) throw error;
    await forget(deps, known);
    deps.log.info('An entry is gone from its leaderboard', { datasetType, entry: id, reason: error.message });
  }
}

/** Removes an entry, unless it was seen meanwhile. */
async function forget({ table }: ReadDeps, { datasetType, id, runId }: BoardEntry): Promise<void> {
  await conditionHeld(
    table.documents.send(
      new DeleteCommand({
        TableName: table.tableName,
        Key: leaderboardKeys.entry(datasetType, id),
        ConditionExpression: 'attribute_not_exists(pk) OR runId = :runId',
        ExpressionAttributeValues: { ':runId': runId },
      }),
    ),
  );
}
