/** What became of a storm. */
export interface StormFigures {
  readonly songs: number;
  readonly done: number;
  readonly failedWithReason: number;
  readonly failedWithoutReason: number;
  /** Failed jobs by the name of their error. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Songs whose job never ended, or never was. */
  readonly lost: number;
  /** File names or audio for which the account paid more than once. */
  readonly chargedTwice: number;
  readonly charges: number;
  /** API calls in the fullest rolling minute, as the service counted them. */
  readonly mostInAnyMinute: number;
  readonly calls: number;
  readonly getsPerJob: number;
  readonly transitionsPerJob: number;
  readonly seconds: number;
  readonly uploadSeconds: number;
}
