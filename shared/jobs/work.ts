import * as z from 'zod';

/**
 * What a clock has to see to. A record carries at most one kind, with the time at which it is due; see
 * `BY_WORK_INDEX`.
 *
 * - `budget`: a job that waits for credits.
 * - `turn`: a step that waits for its turn to be handed over.
 * - `look-up`: a step whose create had no answer: the account's history tells what became of it.
 * - `poll`: a step whose separation is under way.
 * - `settle`: an ended step whose real charge is still to be read from the account's history.
 */
export const work = z.enum(['budget', 'turn', 'look-up', 'poll', 'settle']);

export type Work = z.infer<typeof work>;
