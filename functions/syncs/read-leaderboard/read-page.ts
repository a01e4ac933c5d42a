import { asBoardEntry } from '../../../shared/leaderboards/as-board-entry.ts';
import type { Reading } from '../../../shared/leaderboards/reading.ts';
import { storeEntries } from '../../../shared/leaderboards/store-entries.ts';
import { moveOn, type ReadDeps } from './read-deps.ts';

/** The most that the service answers at once. */
const PAGE_SIZE = 20;
/** By so much pages overlap. */
const OVERLAP = 2;
/** No board is believed to have more: 36,000 entries. */
const MOST_PAGES = 2_000;
/** So many full pages in a row without anything new: the service answers the same page whatever it is asked for. */
const MOST_REPEATS = 3;

/**
 * Reads the next page of a board and stores its entries.
 *
 * The board moves while it is read. What comes in pushes the others down, to pages that are still to be read. What is
 * deleted pulls them up, perhaps onto a page that was read already: therefore pages overlap, and a page that shows
 * nothing of the one before it is not believed: the reading goes back, until both meet.
 */
export async function readPage(deps: ReadDeps, reading: Reading): Promise<Reading> {
  const { datasetType, nextStart: start, pages } = reading;
  const answer = await deps.client.qualityChecker.leaderboard({ datasetType, start, limit: PAGE_SIZE });
  if (answer.datasetType !== undefined && answer.datasetType !== datasetType) {
    deps.log.warn('The service answers another leaderboard', { datasetType, answered: answer.datasetType });
    return moveOn(deps, reading, { state: 'checking' });
  }
  const ids = answer.entries.map(({ id }) => id);
  const isFull = ids.length >= PAGE_SIZE;
  if (pages >= MOST_PAGES) {
    deps.log.warn('The leaderboard has no end', { datasetType, pages });
    return moveOn(deps, reading, { state: 'checking' });
  }
  if (isTorn(reading, ids)) {
    return moveOn(deps, reading, { nextStart: Math.max(0, start - (PAGE_SIZE - OVERLAP)), pages: pages + 1 });
  }
  const seen = { datasetType, runId: reading.runId, readAt: deps.now().toISOString() };
  await storeEntries(
    deps.table,
    answer.entries.flatMap((entry) => asBoardEntry(entry, seen) ?? []),
  );
  const hasNew = ids.some((id) => !reading.lastPage.includes(id));
  const repeats = hasNew ? 0 : reading.repeats + 1;
  return moveOn(deps, reading, {
    state: isFull && repeats < MOST_REPEATS ? 'paging' : 'checking',
    nextStart: start + ids.length - (isFull ? OVERLAP : 0),
    lastPage: ids.slice(0, PAGE_SIZE),
    pages: pages + 1,
    repeats,
  });
}

/** Whether a page shows nothing of the one before it. */
function isTorn({ nextStart, lastPage }: Reading, ids: readonly number[]): boolean {
  return nextStart > 0 && lastPage.length > 0 && !ids.some((id) => lastPage.includes(id));
}
