import type { S3Client } from '@aws-sdk/client-s3';
import { parseRecipes } from './parse-recipes.ts';
import { readHandWritten } from './read-hand-written.ts';
import { EMPTY_BOOK, type RecipeBook } from './recipe-book.ts';
import { RECIPES_KEY } from './recipes-key.ts';

const MAXIMUM_BYTES = 256 * 1024;

/** The users' own recipes, as they lie in the bucket now; an empty book when there are none. */
export async function readRecipes(s3: S3Client, bucket: string): Promise<RecipeBook> {
  const document = await readHandWritten(s3, bucket, RECIPES_KEY, MAXIMUM_BYTES);
  if (document === undefined) return EMPTY_BOOK;
  if ('text' in document) return parseRecipes(document.text);
  const problem = { line: 1, column: 1, path: '', message: document.unreadable };
  return { ...EMPTY_BOOK, problems: [problem], complete: false };
}
