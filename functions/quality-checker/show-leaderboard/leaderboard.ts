import type { Dataset } from '../../../shared/quality-checker/dataset.ts';
import type { DatasetStore } from '../../../shared/quality-checker/dataset-store.ts';
import { type EntryAnswer, entryAnswer, sdrKey } from '../../../shared/quality-checker/entry-answer.ts';
import type { EntryTable } from '../../../shared/quality-checker/entry-table.ts';

export interface LeaderboardDeps {
  readonly entries: Pick<EntryTable, 'best'>;
  readonly datasets: Pick<DatasetStore, 'find'>;
  readonly now: () => Date;
}

/** What is asked for, checked. */
export interface LeaderboardQuery {
  readonly dataset_type: number;
  readonly start: number;
  readonly limit: number;
  readonly algo_name_filter?: string | undefined;
  readonly sort?: string | undefined;
}

export interface Leaderboard {
  readonly data: EntryAnswer[];
  readonly dataset_type: number;
  readonly sortables: string[];
  readonly sort: string;
}

/**
 * The evaluated entries of a dataset, the best first. Sorted by the first stem, unless `sort` names another one,
 * with or without `sdr_` before it; what it does not know it takes for the first. A dataset that is not installed
 * has an empty leaderboard.
 */
export async function leaderboard(deps: LeaderboardDeps, query: LeaderboardQuery): Promise<Leaderboard> {
  const { dataset_type } = query;
  const dataset = await deps.datasets.find(dataset_type);
  if (dataset === undefined) return { data: [], dataset_type, sortables: [], sort: '' };
  const stem = sortedBy(dataset, query.sort);
  const ranking = { datasetType: dataset_type, stem, nameContains: query.algo_name_filter };
  const best = await deps.entries.best(ranking, query);
  return {
    data: best.map((entry) => entryAnswer(entry, deps.now())),
    dataset_type,
    sortables: dataset.stems.map(sdrKey),
    sort: sdrKey(stem),
  };
}

function sortedBy({ stems }: Dataset, wanted = ''): string {
  const named = stems.find((stem) => [stem, sdrKey(stem)].includes(wanted.trim().toLowerCase()));
  const [first = ''] = stems;
  return named ?? first;
}
