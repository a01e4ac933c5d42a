import type * as z from 'zod';
import type { listRecipes as operation } from '../../../shared/api/operations/list-recipes.ts';
import { BUILT_IN_RECIPES } from '../../../shared/recipes/built-in-recipes.ts';
import type { Recipe, RecipeSeparation } from '../../../shared/recipes/recipe.ts';
import type { RecipeBook } from '../../../shared/recipes/recipe-book.ts';

type Reply = z.input<typeof operation.reply>;
type ListedRecipe = Reply['recipes'][number];
type ListedStep = ListedRecipe['separations'][number];

/** All recipes by name: those of a book come before the built-in ones, also when they are wrong. */
export function listRecipes({ recipes, wrong, problems }: RecipeBook): Reply {
  const isOwn = (name: string) => recipes.has(name) || wrong.has(name);
  const builtIn = [...BUILT_IN_RECIPES].filter(([name]) => !isOwn(name));
  const listed = [
    ...builtIn.map(([name, recipe]) => describe(name, 'built-in', recipe)),
    ...[...recipes].map(([name, recipe]) => describe(name, 'own', recipe)),
    ...[...wrong.keys()].map((name) => ({ name, from: 'own' as const, isUsable: false, separations: [] })),
  ];
  return {
    recipes: listed.toSorted((left, right) => (left.name < right.name ? -1 : 1)),
    problems: problems.map(({ line, column, path, message }) => ({ line, column, path, message })),
  };
}

function describe(name: string, from: ListedRecipe['from'], recipe: Recipe): ListedRecipe {
  const { description, separations } = recipe;
  const first = separations.map((one) => ({ one, parent: undefined }));
  return { name, from, description, isUsable: true, separations: stepsOf(first, recipe.outputFormat) };
}

/** Level by level, so that each comes after the one whose stem it takes. */
function stepsOf(
  level: readonly { readonly one: RecipeSeparation; readonly parent: string | undefined }[],
  outputFormat: number | undefined,
): ListedStep[] {
  if (level.length === 0) return [];
  const steps = level.map(({ one, parent }): ListedStep => {
    const isRoot = parent === undefined || one.of === undefined;
    return {
      name: one.name,
      ...typeOf(one.type),
      options: one.options,
      outputFormat: one.outputFormat ?? outputFormat,
      of: isRoot ? undefined : { step: parent, stem: one.of },
    };
  });
  const next = level.flatMap(({ one }) => one.children.map((child) => ({ one: child, parent: one.name })));
  return [...steps, ...stepsOf(next, outputFormat)];
}

function typeOf(type: RecipeSeparation['type']): Pick<ListedStep, 'type' | 'maxCreditsPerMinute'> {
  if (typeof type === 'number') return { type };
  return { type: `best:${type.stem}`, maxCreditsPerMinute: type.maxCreditsPerMinute };
}
