import type { RecipeProblem } from '../recipes/recipe-problem.ts';
import type { CallableAlgorithm } from './callable-algorithm.ts';

/** Names of leaderboards that users of this deployment know, from their own document in the bucket. */
export interface LeaderboardNames {
  /** What to call, by `plainName`. */
  readonly names: ReadonlyMap<string, CallableAlgorithm>;
  /** What is wrong with the others, in the order of the lines. */
  readonly problems: readonly RecipeProblem[];
}

/** Nobody wrote any. */
export const NO_NAMES: LeaderboardNames = { names: new Map(), problems: [] };
