import * as z from 'zod';
import { defineOperation, NOTHING } from '../operation.ts';

/** One separation of a recipe. */
const recipeStep = z
  .strictObject({
    name: z.string().describe('Unique within the recipe.'),
    type: z
      .union([z.int(), z.string()])
      .describe('`sep_type` of the MVSep API; or `best:vocals`, which is chosen when a job is made.'),
    maxCreditsPerMinute: z.number().optional().describe('The most that the best one may cost.'),
    options: z.record(z.string(), z.string()).describe('`add_opt1` to `add_opt4`.'),
    outputFormat: z.int().optional().describe('Absent where the settings of the deployment say it.'),
    of: z
      .strictObject({ step: z.string(), stem: z.string() })
      .optional()
      .describe('The stem of an earlier separation that it takes; absent when it takes the song.'),
  })
  .meta({ id: 'RecipeStep' });

const recipe = z
  .strictObject({
    name: z.string(),
    from: z.enum(['built-in', 'own']).describe('`own`: written in `recipes.json` of the bucket.'),
    description: z.string().optional(),
    isUsable: z.boolean().describe('False when something is wrong with it: see `problems`.'),
    separations: z
      .array(recipeStep)
      .describe('Each after the one whose stem it takes; none when it is not usable.'),
  })
  .meta({ id: 'Recipe' });

/** What songs can become by a name. */
export const listRecipes = defineOperation({
  id: 'listRecipes',
  method: 'GET',
  path: '/v1/recipes',
  answeredBy: 'list-recipes',
  scope: 'read',
  tag: 'Catalogue',
  summary: 'List the recipes, and what is wrong with them.',
  purpose:
    'Lists the recipes by whose names jobs can be asked for: those that every deployment has, and those that its users ' +
    'wrote into `recipes.json`. One of those comes before a built-in one of the same name.',
  parameters: NOTHING,
  query: NOTHING,
  body: NOTHING,
  status: 200,
  reply: z.strictObject({
    recipes: z.array(recipe),
    problems: z
      .array(
        z.strictObject({
          line: z.int().describe('From 1.'),
          column: z.int().describe('In characters, from 1.'),
          path: z.string().describe('As `recipes.band.separations[0].type`; empty for the document itself.'),
          message: z.string(),
        }),
      )
      .describe('Everything that is wrong in `recipes.json`.'),
  }),
  examples: [
    {
      summary: 'A built-in recipe, and a mistake in one of the bucket',
      reply: {
        recipes: [
          {
            name: 'vocals',
            from: 'built-in',
            description: 'The voice, and everything else',
            isUsable: true,
            separations: [{ name: 'bs-roformer', type: 40, options: { add_opt1: '171' } }],
          },
          { name: 'band', from: 'own', isUsable: false, separations: [] },
        ],
        problems: [
          {
            line: 4,
            column: 17,
            path: 'recipes.band.separations[0].type',
            message: 'There is no type "demucs". Did you mean "demucs4-ht"?',
          },
        ],
      },
    },
  ],
});
