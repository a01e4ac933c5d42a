import type { Node } from 'jsonc-parser';
import * as z from 'zod';
import { stepName } from '../jobs/step-name.ts';
import { checkRecipe } from './check-recipe.ts';
import { type Checking, keyAt, note, type Place, readShape, shown, valueAt } from './check-shape.ts';
import { inOrder, readJsonDocument } from './json-document.ts';
import type { Recipe } from './recipe.ts';
import type { RecipeBook } from './recipe-book.ts';
import type { RecipeProblem } from './recipe-problem.ts';

const documentShape = z.strictObject({ recipes: z.record(z.string(), z.unknown()) });

/**
 * Reads the document in which users keep recipes of their own. All problems are found at once, those of its
 * syntax and those of its meaning; recipes without a problem can be used beside wrong ones, but none while the
 * syntax is wrong: where one recipe ends and the next begins is a guess then.
 */
export function parseRecipes(text: string): RecipeBook {
  const document = readJsonDocument(text);
  const checking: Checking = { document, problems: [] };
  const { root } = document;
  const list = root === undefined ? undefined : recipesAt(checking, { node: root, path: [] });
  const isSound = document.problems.length === 0;
  const recipes = new Map<string, Recipe>();
  const wrong = new Map<string, readonly RecipeProblem[]>();
  for (const { name, place } of list === undefined ? [] : entries(list)) {
    const before = checking.problems.length;
    checkName(checking, list, name);
    const recipe = checkRecipe(checking, place);
    const problems = checking.problems.slice(before);
    if (recipe !== undefined && problems.length === 0 && isSound) recipes.set(name, recipe);
    else wrong.set(name, isSound ? problems : document.problems);
  }
  return {
    recipes,
    wrong,
    problems: inOrder([...document.problems, ...apartFrom(document.problems, checking.problems)]),
    complete: isSound && list !== undefined,
  };
}

function recipesAt(checking: Checking, root: Place): Place | undefined {
  readShape(checking, root, documentShape);
  const list = root.node.type === 'object' ? valueAt(root, 'recipes') : undefined;
  return list?.node.type === 'object' ? list : undefined;
}

function entries(list: Place): { name: string; place: Place }[] {
  return (list.node.children ?? []).flatMap(({ children: [key, value] = [] }: Node) =>
    typeof key?.value !== 'string' || value === undefined
      ? []
      : [{ name: key.value, place: { node: value, path: [...list.path, key.value] } }],
  );
}

function checkName(checking: Checking, list: Place | undefined, name: string): void {
  if (list === undefined || stepName.safeParse(name).success) return;
  const message = `A recipe cannot be called ${shown(name)}: its name is a folder under uploads/. Write 1 to 40 lower-case letters, digits and dashes, for example "my-recipe".`;
  note(checking, keyAt(list, name), message);
}

/** Where the syntax is wrong, the same line says nothing about meaning. */
function apartFrom(syntax: readonly RecipeProblem[], meaning: readonly RecipeProblem[]): RecipeProblem[] {
  return meaning.filter(({ line }) => syntax.every((problem) => problem.line !== line));
}
