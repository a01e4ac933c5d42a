import type { JobWish } from '../../jobs/wished-job.ts';
import { readWish } from '../../recipes/read-wish.ts';
import type { JobRequest } from './job-request.ts';
import { pointerOfPath } from './pointer-of-path.ts';

/** One thing that is wrong with a request. */
export interface RequestError {
  /** JSON pointer into the body. */
  readonly pointer: string;
  readonly detail: string;
}

/** What was looked for, or everything that is wrong with it. */
export type Found<Value> = { readonly found: Value } | { readonly errors: readonly RequestError[] };

/**
 * Reads what a song is to become, by the same rules as a file beside a song.
 *
 * @param at JSON pointer to the job in the body
 */
export function readJobWish(
  { recipe, separation, outputFormat }: Pick<JobRequest, 'recipe' | 'separation' | 'outputFormat'>,
  at: string,
): Found<JobWish> {
  if (typeof recipe === 'string') return { found: { wish: { kind: 'recipe', name: recipe }, outputFormat } };
  const [written, place] = recipe === undefined ? [separation, `${at}/separation`] : [recipe, `${at}/recipe`];
  if (written === undefined) return { found: { outputFormat } };
  const read = readWish(JSON.stringify(written));
  if ('wish' in read) return { found: { wish: read.wish, outputFormat } };
  return {
    errors: read.problems.map(({ path, message }) => ({
      pointer: `${place}${pointerOfPath(path)}`,
      detail: message,
    })),
  };
}
