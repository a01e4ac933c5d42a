import { BUILT_IN_RECIPES } from '../../shared/recipes/built-in-recipes.ts';
import { readRecipes } from '../../shared/recipes/read-recipes.ts';
import type { Recipe, RecipeSeparation } from '../../shared/recipes/recipe.ts';
import { RECIPES_KEY } from '../../shared/recipes/recipes-key.ts';
import { asJson } from '../command-line/as-json.ts';
import { columns } from '../command-line/columns.ts';
import type { Command } from '../command-line/command.ts';
import { JSON_OPTION } from '../command-line/json-option.ts';
import { pipelineOf } from './pipeline-access.ts';

/** Lists the recipes by whose names songs are uploaded, and what is wrong with the users' own. */
export const recipes: Command = {
  name: 'recipes',
  usage: 'recipes',
  summary: 'list the recipes, and what is wrong with your own',
  options: JSON_OPTION,
  async run(call) {
    const { s3, bucket } = await pipelineOf(call);
    const own = await readRecipes(s3, bucket);
    const all = [
      ...[...BUILT_IN_RECIPES]
        .filter(([name]) => !own.recipes.has(name))
        .map(([name, recipe]) => ({ name, recipe, from: 'built in' })),
      ...[...own.recipes].map(([name, recipe]) => ({ name, recipe, from: RECIPES_KEY })),
    ];
    if (call.flag('json')) {
      const shown = all.map(({ name, from, recipe }) => ({ name, from, ...recipe }));
      return call.print(asJson({ recipes: shown, problems: own.problems }));
    }
    const rows = all.map(({ name, recipe, from }) => [name, from, describe(recipe)]);
    const wrong = [...own.wrong.keys()].map((name) => [name, RECIPES_KEY, 'cannot be used: see below']);
    for (const line of columns([...rows.filter(([name]) => !own.wrong.has(name ?? '')), ...wrong]))
      call.print(line);
    for (const { line, column, message } of own.problems)
      call.print(`${RECIPES_KEY}:${line}:${column}: ${message}`);
    call.print(
      `A song under uploads/<recipe>/ becomes what the recipe says. Your own stand in ${RECIPES_KEY}.`,
    );
  },
};

function describe({ description, separations }: Recipe): string {
  return description ?? separations.flatMap(namesIn).join(', ');
}

function namesIn({ name, children }: RecipeSeparation): string[] {
  return [name, ...children.flatMap(namesIn)];
}
