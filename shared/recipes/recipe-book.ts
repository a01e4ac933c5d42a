import type { Recipe } from './recipe.ts';
import type { RecipeProblem } from './recipe-problem.ts';

/** The recipes of one deployment: what its users wrote. The built-in ones stand in `built-in-recipes.ts`. */
export interface RecipeBook {
  /** Recipes without any problem. */
  readonly recipes: ReadonlyMap<string, Recipe>;
  /** What is wrong with the others, by name. */
  readonly wrong: ReadonlyMap<string, readonly RecipeProblem[]>;
  /** All that is wrong, in the order of the lines. */
  readonly problems: readonly RecipeProblem[];
  /** Whether all names could be told: otherwise, any name may be one of a recipe. */
  readonly complete: boolean;
}

/** Nobody wrote any. */
export const EMPTY_BOOK: RecipeBook = { recipes: new Map(), wrong: new Map(), problems: [], complete: true };
