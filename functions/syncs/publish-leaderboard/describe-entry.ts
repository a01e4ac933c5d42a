import type { BoardEntry } from '../../../shared/leaderboards/board-entry.ts';
import { findCallable } from '../../../shared/leaderboards/callable-algorithm.ts';
import type { NewLeader } from '../../../shared/leaderboards/leaderboard-event.ts';

/** An entry as news shows it, with how to call it where that is known. */
export function describeEntry(entry: BoardEntry): Omit<NewLeader['leader'], 'sdr'> {
  const { id, algorithm, isEnsemble, date } = entry;
  const found = findCallable(entry);
  if (found === undefined) return { id, algorithm, isEnsemble, date };
  const { type, options } = found;
  const callable = { separationType: type.id, name: type.name, slug: type.slug, options: { ...options } };
  return { id, algorithm, isEnsemble, date, callable };
}
