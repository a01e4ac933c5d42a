import { WrongRecipe } from '../errors/wrong-recipe.ts';
import type { StepChoice } from '../jobs/step.ts';
import type { BestWish } from '../recipes/recipe.ts';
import type { BestChoice } from './best-choice.ts';
import type { BestStem } from './best-stems.ts';
import type { BoardEntry } from './board-entry.ts';
import { type CallableAlgorithm, findCallable } from './callable-algorithm.ts';
import { describeChoice, nothingCallable, type PassedOver } from './describe-choice.ts';
import { type Candidate, type Circumstances, judgeCallable } from './judge-entry.ts';
import type { LeaderboardNames } from './leaderboard-names.ts';
import { sdrOf } from './sdr-of.ts';

/** What is looked at. */
export interface Choosing extends Circumstances {
  readonly stem: BestStem;
  readonly wish: BestWish;
  /** Stems that later separations take of it. */
  readonly taken: readonly string[];
  readonly own: LeaderboardNames;
}

/** Something that has an SDR for the stem. */
export interface Contender {
  readonly algorithm: string;
  readonly sdr: number;
  /** Absent for what no board but the catalogue tells. */
  readonly entry?: Pick<BoardEntry, 'id' | 'readAt'>;
  readonly callable: CallableAlgorithm | undefined;
}

/** An entry that can be called. */
interface Winner extends Candidate, Contender {}

/**
 * The entry of a leaderboard with the highest SDR for a stem among those that can be called for a wish; of several with
 * the same SDR the cheaper one, and then the one with the lower id.
 *
 * @throws WrongRecipe when none can be called: another separation was not wanted, and would cost credits all the same
 */
export function chooseBest(choosing: Choosing, entries: readonly BoardEntry[]): BestChoice {
  const { stem, own } = choosing;
  const contenders = entries.flatMap((entry): Contender[] => {
    const sdr = sdrOf(entry, stem);
    return sdr === undefined
      ? []
      : [{ algorithm: entry.algorithm, sdr, entry, callable: findCallable(entry, own) }];
  });
  return chooseAmong(choosing, contenders);
}

/** The same among contenders from anywhere. */
export function chooseAmong(choosing: Choosing, contenders: readonly Contender[]): BestChoice {
  const { wish, taken } = choosing;
  const winners: Winner[] = [];
  const passed: PassedOver[] = [];
  for (const contender of contenders) {
    const { algorithm, sdr, callable } = contender;
    const judged =
      callable === undefined
        ? { why: 'not in the list of names' }
        : judgeCallable(callable, wish, taken, choosing);
    if ('why' in judged) passed.push({ algorithm, sdr, why: judged.why });
    else winners.push({ ...contender, ...judged });
  }
  const [best] = winners.sort(inOrder);
  if (best === undefined) throw new WrongRecipe(nothingCallable(choosing, passed));
  return {
    separationType: best.type.id,
    options: best.options,
    stems: best.stems,
    choice: choiceOf(choosing, best, passed),
  };
}

function inOrder(left: Winner, right: Winner): number {
  return (
    right.sdr - left.sdr ||
    left.creditsPerMinute - right.creditsPerMinute ||
    (left.entry?.id ?? left.type.id) - (right.entry?.id ?? right.type.id)
  );
}

function choiceOf({ stem, wish }: Choosing, best: Winner, passed: readonly PassedOver[]): StepChoice {
  const { algorithm, sdr, entry, creditsPerMinute } = best;
  const { maxCreditsPerMinute } = wish;
  return {
    wish: `best:${stem.name}`,
    datasetType: stem.datasetType,
    stem: stem.name,
    ...(entry === undefined ? {} : { entryId: entry.id, boardReadAt: entry.readAt }),
    algorithm,
    sdr,
    creditsPerMinute,
    ...(maxCreditsPerMinute === undefined ? {} : { maxCreditsPerMinute }),
    because: describeChoice(stem, best, passed),
  };
}
