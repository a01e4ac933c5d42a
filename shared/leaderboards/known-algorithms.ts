import * as z from 'zod';
import { datasetTypeNumber } from '../quality-checker/dataset.ts';
import list from './known-algorithms.json' with { type: 'json' };

/** One model or ensemble of the service, and the names under which it stands on leaderboards. */
const knownAlgorithm = z.strictObject({
  /** Short name of its separation type. */
  type: z.string(),
  /** The options that make the type run this model. */
  options: z.record(z.string(), z.string()).default({}),
  /** As somebody would write them; compared by `plainName`. */
  names: z.array(z.string()).min(1),
  /** The boards on which these names mean it; all boards without it. */
  boards: z.array(datasetTypeNumber).optional(),
  /** Several models whose results are joined. */
  ensemble: z.boolean().default(false),
  /** What the service itself says of it, in decibels by stem: the labels of the options tell it. */
  sdr: z.record(z.string(), z.number()).default({}),
});

export type KnownAlgorithm = z.infer<typeof knownAlgorithm>;

/**
 * The names that leaderboards use for what the service runs, collected by hand from the catalogue. Names that may
 * mean another model, or one of several, are left out on purpose: a wrong model costs credits, and one that is left out
 * stands in the report of names that are not known.
 */
export const KNOWN_ALGORITHMS: readonly KnownAlgorithm[] = z
  .strictObject({ algorithms: z.array(knownAlgorithm) })
  .parse(list).algorithms;
