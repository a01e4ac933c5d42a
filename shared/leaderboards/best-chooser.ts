import type { S3Client } from '@aws-sdk/client-s3';
import { readCatalogue } from '../catalogue/read-catalogue.ts';
import type { PipelineTable } from '../jobs/pipeline-table.ts';
import { readUpstreamRecord } from '../jobs/upstream-record.ts';
import type { ChooseBest } from './best-choice.ts';
import { findBestStem } from './best-stems.ts';
import { type Choosing, chooseAmong, chooseBest } from './choose-best.ts';
import { labelledContenders } from './labelled-contenders.ts';
import { type LeaderboardTable, readBoard } from './read-board.ts';
import { readLeaderboardNames } from './read-leaderboard-names.ts';

export interface BestChooserDeps {
  readonly s3: S3Client;
  readonly leaderboards: LeaderboardTable;
  /** The Pipeline's: what is known of the account stands there. */
  readonly table: PipelineTable;
  /** Host of the service. */
  readonly upstream: string;
  /** The types that an Engine of this app runs, when it is the service. */
  readonly engineTypes?: readonly number[] | undefined;
  readonly now: () => Date;
}

/**
 * Chooses by the leaderboards as they were last read, with the names and the catalogue that lie in a bucket. While a
 * board was never read, what the service itself says of its models decides: that makes `best:` work from the
 * first day, and the choice says so.
 */
export function bestChooser(deps: BestChooserDeps): (bucket: string) => ChooseBest {
  return (bucket) => async (wish, taken) => {
    const stem = findBestStem(wish.stem);
    if (stem === undefined) throw new TypeError(`No leaderboard tells the best ${wish.stem}.`);
    const [entries, own, { catalogue }, { premium = false }] = await Promise.all([
      readBoard(deps.leaderboards, stem.datasetType),
      readLeaderboardNames(deps.s3, bucket),
      readCatalogue({ ...deps, bucket }),
      readUpstreamRecord(deps.table),
    ]);
    const choosing: Choosing = { stem, wish, taken, own, catalogue, premium };
    return entries.length > 0
      ? chooseBest(choosing, entries)
      : chooseAmong(choosing, labelledContenders(stem));
  };
}
