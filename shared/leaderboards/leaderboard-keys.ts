/** One item of the table of leaderboards. */
export interface LeaderboardKey {
  readonly pk: string;
  readonly sk: string;
}

const ID_DIGITS = 12;

const WAITING = 'WAITING';
const entryKey = (id: number): string => `ENTRY#${String(id).padStart(ID_DIGITS, '0')}`;
const newsOf = (datasetType: number): string => `NEWS#${datasetType}`;

/** Everything that is remembered of the quality checker, by key. */
export const leaderboardKeys = {
  /** All entries of one dataset lie together. */
  board: (datasetType: number): string => `BOARD#${datasetType}`,
  entry: (datasetType: number, id: number): LeaderboardKey => ({
    pk: `BOARD#${datasetType}`,
    sk: entryKey(id),
  }),
  /** How far the reading of a board is, and when it was last whole. */
  reading: (datasetType: number): LeaderboardKey => ({ pk: 'READING', sk: `BOARD#${datasetType}` }),
  /** Who leads a board by one stem, and whether that was told. */
  leader: (datasetType: number, stem: string): LeaderboardKey => ({
    pk: 'LEADER',
    sk: `BOARD#${datasetType}#${stem}`,
  }),
  /** What is to be told of a board, or was told lately, by the id of the event. */
  news: (datasetType: number, id: string): LeaderboardKey => ({ pk: newsOf(datasetType), sk: id }),
  newsOf,
  /** An entry of the queue that is on no board yet. */
  waiting: (id: number): LeaderboardKey => ({ pk: WAITING, sk: entryKey(id) }),
  allWaiting: WAITING,
  /** All entries of our own lie together: there are hundreds at most, and lists show all of them. */
  submissions: 'SUBMISSIONS',
  /** An entry of our own, by the digest of the zip it was made of. */
  submission: (digest: string): LeaderboardKey => ({ pk: 'SUBMISSIONS', sk: digest }),
  /** What deletes that entry at the service: apart from it, so that nothing that shows the entry can show this. */
  submissionPassword: (digest: string): LeaderboardKey => ({ pk: 'SUBMISSION-PASSWORDS', sk: digest }),
} as const;
