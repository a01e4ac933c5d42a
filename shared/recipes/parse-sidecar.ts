import { WrongRecipe } from '../errors/wrong-recipe.ts';
import { readWish, type SidecarWish } from './read-wish.ts';
import { describeProblems } from './recipe-problem.ts';

/**
 * Reads a sidecar file.
 *
 * @param name of the file, for the message
 * @throws WrongRecipe with all that is wrong in it, and where
 */
export function parseSidecar(name: string, text: string): SidecarWish {
  const read = readWish(text);
  if ('wish' in read) return read.wish;
  throw wrongSidecar(describeProblems(name, read.problems));
}

/** The song is not separated by what else it would be: its owner wanted something of its own for it. */
export function wrongSidecar(problems: string): WrongRecipe {
  return new WrongRecipe(
    `${problems} Nothing was charged. Correct the file, and then upload the song again.`,
  );
}
