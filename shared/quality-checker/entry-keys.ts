/** Key of an item in the table of the quality checker. */
interface Key {
  readonly pk: string;
  readonly sk: string;
}

const ID_DIGITS = 10;
const LARGEST_ID = 10 ** ID_DIGITS - 1;
/** Moves every score into the positive numbers, where texts of one length sort as numbers do. */
const SCORE_OFFSET = 10_000;
const SCORE_CHARACTERS = 14;

/** Where everything about entries lies. */
export const entryKeys = {
  /** All entries in one partition, in the order in which they came. */
  entry: (id: number): Key => ({ pk: 'ENTRY', sk: padded(id) }),
  /** The last id that was given. */
  counter: { pk: 'COUNTER', sk: 'ENTRY' } satisfies Key,
  /** The entries of one dataset in the order of one stem's score; of two alike the earlier is the better. */
  ranking: (datasetType: number, stem: string): string => `RANKING#${datasetType}#${stem}`,
  rank: (entry: { datasetType: number; id: number }, stem: string, score: number): Key => ({
    pk: entryKeys.ranking(entry.datasetType, stem),
    sk: `${(score + SCORE_OFFSET).toFixed(8).padStart(SCORE_CHARACTERS, '0')}#${padded(LARGEST_ID - entry.id)}`,
  }),
} as const;

function padded(id: number): string {
  return String(id).padStart(ID_DIGITS, '0');
}
