import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Log } from '../../../shared/logging/logger.ts';
import { formatJson } from '../../../shared/mvsep/format-json.ts';
import { BUILT_IN_RECIPES } from '../../../shared/recipes/built-in-recipes.ts';
import { readRecipes } from '../../../shared/recipes/read-recipes.ts';
import type { RecipeBook } from '../../../shared/recipes/recipe-book.ts';
import { RECIPES_KEY } from '../../../shared/recipes/recipes-key.ts';

/** Where the report lies that says what is wrong with the recipes. */
const REPORT_KEY = 'reports/recipes.json';
/** The most problems that the log repeats. */
const LOGGED = 20;

export interface CheckRecipesDeps {
  readonly s3: S3Client;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Reads the users' recipes as they lie in the bucket now, and writes a report beside the others: which recipes were
 * found, and everything that is wrong, with its line. Songs look at the recipes themselves; nothing waits for this.
 */
export async function checkRecipes({ s3, now, log }: CheckRecipesDeps, bucket: string): Promise<void> {
  const book = await readRecipes(s3, bucket);
  const report = reportOf(book, now());
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: REPORT_KEY,
      ContentType: 'application/json',
      Body: formatJson(report),
    }),
  );
  const facts = { recipes: report.recipes.map(({ name }) => name), report: REPORT_KEY };
  if (report.valid) log.info('The recipes can be used', facts);
  else {
    const { length } = book.problems;
    log.warn('The recipes have problems', { ...facts, length, problems: book.problems.slice(0, LOGGED) });
  }
}

function reportOf({ recipes, wrong, problems }: RecipeBook, at: Date) {
  const found = [...recipes].map(([name, { description }]) => ({ name, description, usable: true }));
  const unusable = [...wrong.keys()].map((name) => ({ name, description: undefined, usable: false }));
  return {
    document: RECIPES_KEY,
    checkedAt: at.toISOString(),
    valid: problems.length === 0,
    recipes: [...found, ...unusable].map((recipe) => ({
      ...recipe,
      insteadOfBuiltIn: BUILT_IN_RECIPES.has(recipe.name),
    })),
    problems,
  };
}
