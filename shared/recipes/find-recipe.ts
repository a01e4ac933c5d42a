import { WrongRecipe } from '../errors/wrong-recipe.ts';
import { BUILT_IN_RECIPES } from './built-in-recipes.ts';
import { didYouMean, nearestNames } from './nearest-names.ts';
import type { Recipe } from './recipe.ts';
import type { RecipeBook } from './recipe-book.ts';
import { describeProblems } from './recipe-problem.ts';
import { RECIPES_KEY } from './recipes-key.ts';

/**
 * The recipe of this name: the users' own, or else the built-in one.
 *
 * @param askedBy who names it, as the beginning of a sentence: `The metadata "recipe" of the upload`
 * @throws WrongRecipe when there is none, when it is wrong, or when nobody can tell because the users' document
 *   cannot be read. Nothing is separated by guess: it costs credits.
 */
export function findRecipe(name: string, book: RecipeBook, askedBy: string): Recipe {
  const wrong = book.wrong.get(name);
  if (wrong !== undefined) throw wrongRecipe(name, describeProblems(RECIPES_KEY, wrong));
  const recipe = book.recipes.get(name) ?? BUILT_IN_RECIPES.get(name);
  if (recipe !== undefined) return recipe;
  if (!book.complete) throw unreadable(`${askedBy} asks for ${named(name)}`, book);
  const names = allNames(book);
  throw new WrongRecipe(
    `${askedBy} asks for ${named(name)}, and there is no such recipe. ${didYouMean(name, names)}` +
      `There are: ${names.join(', ')}. Nothing was charged; try again with one of them.`,
  );
}

/**
 * The name of the recipe that a folder below `uploads/` asks for; undefined for a folder that is just a folder.
 *
 * @throws WrongRecipe for a folder that nearly is a recipe: what its songs would become without it costs credits
 *   and is not what was wanted. Also when the users' document cannot be read, so that any name may be a recipe.
 */
export function recipeOfFolder(folder: string, book: RecipeBook): string | undefined {
  const names = allNames(book);
  if (names.includes(folder)) return folder;
  if (!book.complete) {
    throw unreadable(`The folder ${named(folder)} may be a recipe of it`, book);
  }
  const near = nearestNames(folder, names);
  if (near.length === 0) return undefined;
  throw new WrongRecipe(
    `The folder ${named(folder)} is no recipe. ${didYouMean(folder, names)}Nothing was charged: upload the song under ` +
      `uploads/${near[0]}/, or, should the folder be called so on purpose, one folder deeper: uploads/songs/${folder.slice(0, 40)}/.`,
  );
}

/** Users' own recipes, also wrong ones, and the built-in ones. */
function allNames(book: RecipeBook): string[] {
  return [...new Set([...book.recipes.keys(), ...book.wrong.keys(), ...BUILT_IN_RECIPES.keys()])];
}

function wrongRecipe(name: string, problems: string): WrongRecipe {
  return new WrongRecipe(
    `The recipe ${named(name)} cannot be followed. ${problems} Correct it, and try again; nothing was charged.`,
  );
}

function unreadable(why: string, book: RecipeBook): WrongRecipe {
  return new WrongRecipe(
    `${why}, and ${RECIPES_KEY} cannot be read. ${describeProblems(RECIPES_KEY, book.problems)} ` +
      'Correct or delete it, and try again; nothing was charged.',
  );
}

function named(name: string): string {
  return JSON.stringify(name.slice(0, 60));
}
