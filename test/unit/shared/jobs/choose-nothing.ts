import type { BestChoice } from '../../../../shared/leaderboards/best-choice.ts';

/** For tests that ask for types by name: nothing is to be chosen in them. */
export async function chooseNothing(): Promise<BestChoice> {
  throw new Error('Nothing asks for the best of anything here.');
}
