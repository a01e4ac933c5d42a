import type { StepChoice } from '../jobs/step.ts';
import type { SeparationOptions } from '../mvsep/catalogue/separation.ts';
import type { BestWish } from '../recipes/recipe.ts';

/** What was chosen for a wish, and why. */
export interface BestChoice {
  /** `sep_type` on the wire. */
  readonly separationType: number;
  readonly options: SeparationOptions;
  readonly choice: StepChoice;
  /** The names of the stems that were asked for, in the type that was chosen. */
  readonly stems: ReadonlyMap<string, string>;
}

/**
 * Chooses the best separation for a wish.
 *
 * @param taken which stems later separations take of it, as `best-stems.ts` names them
 * @throws WrongRecipe when nothing can be chosen, with what to do
 */
export type ChooseBest = (wish: BestWish, taken: readonly string[]) => Promise<BestChoice>;
