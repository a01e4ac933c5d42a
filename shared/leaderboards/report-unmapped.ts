import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { formatJson } from '../mvsep/format-json.ts';
import type { RecipeProblem } from '../recipes/recipe-problem.ts';
import { BEST_STEMS } from './best-stems.ts';
import type { BoardEntry } from './board-entry.ts';
import { findCallable } from './callable-algorithm.ts';
import type { LeaderboardNames } from './leaderboard-names.ts';
import { LEADERBOARD_NAMES_KEY } from './leaderboard-names-key.ts';
import { type LeaderboardTable, readBoard } from './read-board.ts';
import { readLeaderboardNames } from './read-leaderboard-names.ts';
import { sdrOf } from './sdr-of.ts';

/** Where the report lies that says which names of leaderboards nobody knows. */
export const LEADERBOARD_NAMES_REPORT_KEY = 'reports/leaderboard-names.json';

/** Of each board the best ones: nobody calls what is far from the best. */
const NAMES = 100;

export interface ReportUnmappedDeps {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly leaderboards: LeaderboardTable;
  readonly now: () => Date;
}

/** A name on a board that says nobody what to call. */
interface UnmappedName {
  readonly algorithm: string;
  /** How many entries have it. */
  readonly entries: number;
  /** Its best figure for each stem, in decibels. */
  readonly sdr: Readonly<Record<string, number>>;
}

interface NamesReport {
  readonly document: string;
  readonly checkedAt: string;
  readonly valid: boolean;
  /** How many names of the users' own can be used. */
  readonly own: number;
  readonly problems: readonly RecipeProblem[];
  readonly boards: readonly {
    readonly datasetType: number;
    readonly datasetName: string;
    readonly entries: number;
    /** How many names nobody knows: more than stand here, on a long board. */
    readonly unmappedNames: number;
    /** Best first. */
    readonly unmapped: readonly UnmappedName[];
  }[];
}

/** Writes which names nobody knows on the boards by which the best is chosen, and what is wrong in the users' own. */
export async function reportUnmapped(deps: ReportUnmappedDeps): Promise<NamesReport> {
  const { s3, bucket, leaderboards, now } = deps;
  const own = await readLeaderboardNames(s3, bucket);
  const datasets = new Map(BEST_STEMS.map(({ datasetType, datasetName }) => [datasetType, datasetName]));
  const boards = [];
  for (const [datasetType, datasetName] of datasets) {
    const entries = await readBoard(leaderboards, datasetType);
    const unmapped = unmappedNames(entries, own);
    boards.push({
      datasetType,
      datasetName,
      entries: entries.length,
      unmappedNames: unmapped.length,
      unmapped: unmapped.slice(0, NAMES),
    });
  }
  const report: NamesReport = {
    document: LEADERBOARD_NAMES_KEY,
    checkedAt: now().toISOString(),
    valid: own.problems.length === 0,
    own: own.names.size,
    problems: own.problems,
    boards,
  };
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: LEADERBOARD_NAMES_REPORT_KEY,
      ContentType: 'application/json',
      Body: formatJson(report),
    }),
  );
  return report;
}

/** The names of one board that cannot be called, the one with the best figure for any stem first. */
export function unmappedNames(entries: readonly BoardEntry[], own?: LeaderboardNames): UnmappedName[] {
  const names = new Map<string, UnmappedName>();
  for (const entry of entries) {
    if (findCallable(entry, own) !== undefined) continue;
    const known = names.get(entry.algorithm);
    const sdr = { ...known?.sdr };
    for (const stem of BEST_STEMS) {
      const value = stem.datasetType === entry.datasetType ? sdrOf(entry, stem) : undefined;
      if (value !== undefined) sdr[stem.name] = Math.max(value, sdr[stem.name] ?? value);
    }
    names.set(entry.algorithm, { algorithm: entry.algorithm, entries: (known?.entries ?? 0) + 1, sdr });
  }
  return [...names.values()].sort((left, right) => bestOf(right) - bestOf(left));
}

function bestOf({ sdr }: UnmappedName): number {
  return Math.max(Number.NEGATIVE_INFINITY, ...Object.values(sdr));
}
