import type * as z from 'zod';
import type { showLeaderboard as operation } from '../../../shared/api/operations/show-leaderboard.ts';
import { ApiProblem } from '../../../shared/errors/api-problem.ts';
import type { BoardEntry } from '../../../shared/leaderboards/board-entry.ts';
import { findCallable } from '../../../shared/leaderboards/callable-algorithm.ts';
import { rankEntries, stemsOf } from '../../../shared/leaderboards/rank-entries.ts';
import { type LeaderboardTable, readBoard } from '../../../shared/leaderboards/read-board.ts';
import { findReading } from '../../../shared/leaderboards/reading.ts';
import { readWaiting } from '../../../shared/leaderboards/waiting-entry.ts';

type Reply = z.input<typeof operation.reply>;

const USUAL_STEM = 'vocals';

/**
 * A board as it was last read, the best first by one stem.
 *
 * @throws ApiProblem 404 when the board was never read whole; 400 when no entry has a value of the stem.
 */
export async function showLeaderboard(
  table: LeaderboardTable,
  datasetType: number,
  { stem, limit, text }: z.output<typeof operation.query>,
): Promise<Reply> {
  const readAt = (await findReading(table, datasetType))?.readAt;
  if (readAt === undefined) throw neverRead(datasetType);
  const [board, waiting] = await Promise.all([readBoard(table, datasetType), readWaiting(table)]);
  const stems = stemsOf(board);
  const sortedBy = stem?.toLowerCase() ?? (stems.includes(USUAL_STEM) ? USUAL_STEM : stems[0]);
  if (stem !== undefined && sortedBy !== undefined && !stems.includes(sortedBy))
    throw noSuchStem(stem, stems);
  const ranked = sortedBy === undefined ? [] : rankEntries(board, sortedBy);
  return {
    datasetType,
    datasetName: board.find(({ datasetName }) => datasetName !== undefined)?.datasetName,
    readAt,
    stem: sortedBy,
    stems: [...stems].sort(),
    entries: ranked
      .map((entry, index) => ({ entry, rank: index + 1 }))
      .filter(({ entry }) => text === undefined || speaksOf(entry, text))
      .slice(0, limit)
      .map(({ entry, rank }) => describeEntry(entry, rank)),
    waiting: waiting
      .filter((one) => one.datasetType === datasetType)
      .map(({ id, algorithm, state, message, date }) => ({ id, algorithm, state, message, date })),
  };
}

function speaksOf({ algorithm, text = '' }: BoardEntry, wanted: string): boolean {
  return `${algorithm}\n${text}`.toLowerCase().includes(wanted.toLowerCase());
}

function describeEntry(entry: BoardEntry, rank: number): Reply['entries'][number] {
  const { id, algorithm, text, isEnsemble, date, sdr } = entry;
  const described = { rank, id, algorithm, text, isEnsemble, date, sdr };
  const found = findCallable(entry);
  if (found === undefined) return described;
  const { type, options } = found;
  return {
    ...described,
    callable: { separationType: type.id, slug: type.slug, name: type.name, options: { ...options } },
  };
}

function neverRead(datasetType: number): ApiProblem {
  return new ApiProblem(
    'not-found',
    `The leaderboard of the dataset ${datasetType} was not read yet. Wait for the next sync, or have whoever runs this ` +
      'deployment start one: an execution of the workflow in its output "LeaderboardSyncArn".',
  );
}

function noSuchStem(stem: string, stems: readonly string[]): ApiProblem {
  return new ApiProblem(
    'invalid-request',
    stems.length === 0
      ? 'No entry of this leaderboard has a value. Leave out "stem".'
      : `No entry of this leaderboard has a value of "${stem}". It has: ${stems.join(', ')}.`,
    { errors: [{ pointer: 'stem', detail: 'No entry has a value of it.' }] },
  );
}
