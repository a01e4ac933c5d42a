/** What has to be reached. */
export type Bar = { readonly atLeast: number } | { readonly atMost: number };

/** One line of the table of `npm run bench separators`. */
export interface MeasuredRow {
  readonly what: string;
  readonly value: number;
  /** `dB`, `×`. */
  readonly unit: string;
  /** Absent where nothing is asked. */
  readonly bar?: Bar;
  /** What helps to judge the value: that of the mix itself, those of each song. */
  readonly detail?: string;
}

/** Something that is measured of separators, one a file. */
export interface Measure {
  /** What one asks for it by: `npm run bench separators <name>`. */
  readonly name: string;
  /** Why it cannot be measured here, if it cannot: what is missing, and how to get it. */
  readonly missing?: () => string | undefined;
  readonly run: () => Promise<readonly MeasuredRow[]>;
}
