/** One item of the table of leaderboards. */
export interface LeaderboardKey {
  readonly pk: string;
  readonly sk: string;
}

const ID_DIGITS = 12;

/** Everything that is remembered of the quality checker, by key. */
export const leaderboardKeys = {
  /** All entries of one dataset lie together. */
  board: (datasetType: number): string => `BOARD#${datasetType}`,
  entry: (datasetType: number, id: number): LeaderboardKey => ({
    pk: `BOARD#${datasetType}`,
    sk: `ENTRY#${String(id).padStart(ID_DIGITS, '0')}`,
  }),
  /** How far the reading of a board is, and when it was last whole. */
  reading: (datasetType: number): LeaderboardKey => ({ pk: 'READING', sk: `BOARD#${datasetType}` }),
  /** Who leads a board by one stem, and whether that was told. */
  leader: (datasetType: number, stem: string): LeaderboardKey => ({
    pk: 'LEADER',
    sk: `BOARD#${datasetType}#${stem}`,
  }),
  /** An entry of our own, by the digest of the zip it was made of. */
  submission: (digest: string): LeaderboardKey => ({ pk: `SUBMISSION#${digest}`, sk: 'SUBMISSION' }),
} as const;
