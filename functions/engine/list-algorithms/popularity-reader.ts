import type { Publications } from '../../../shared/engine/publications/publications.ts';
import type { Popularity } from './describe-algorithms.ts';

/** How long what was read is told again: nobody minds a count that is this old. */
const FRESH_MS = 10_000;

/**
 * Reads usage and ratings, and keeps them for ten seconds in the warm function. Calls made meanwhile share
 * one reading; one that failed is not kept.
 */
export function popularityReader(
  publications: Pick<Publications, 'usage' | 'ratings'>,
  now: () => Date,
): () => Promise<Popularity> {
  let kept: { readonly popularity: Promise<Popularity>; readonly readAt: number } | undefined;
  return () => {
    const at = now();
    if (kept !== undefined && at.getTime() - kept.readAt < FRESH_MS) return kept.popularity;
    const reading = { popularity: read(publications, at), readAt: at.getTime() };
    kept = reading;
    reading.popularity.catch(() => {
      if (kept === reading) kept = undefined;
    });
    return reading.popularity;
  };
}

async function read(publications: Pick<Publications, 'usage' | 'ratings'>, at: Date): Promise<Popularity> {
  const [usage, ratings] = await Promise.all([publications.usage(at), publications.ratings()]);
  return { usage, ratings };
}
